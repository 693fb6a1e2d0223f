"""Lists and months of events that stand on other sites, such as a municipality's."""
