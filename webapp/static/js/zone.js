// Presets the choice of a time zone with the one the device is in, unless one was chosen before.
export default function (select) {
  if (select.dataset.chosen) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const option = [...select.options].find((each) => each.value === zone);
  if (option) option.selected = true;
}
