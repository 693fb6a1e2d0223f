"""Who watches over data protection and over accessibility, by country (ISO 3166 code).

Names as the authorities write them; addresses of their own sites. Where a country has several (one
for each German state, say), or is not listed, the pages say so in words and name none.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Authority:
    """One body: its own name, the language of the name, its site."""

    name: str
    language: str
    url: str


#: Supervisory authorities (GDPR article 51).
DATA_PROTECTION = {
    "AT": Authority("Datenschutzbehörde", "de", "https://www.dsb.gv.at/"),
    "BE": Authority(
        "Autorité de protection des données", "fr", "https://www.dataprotectionauthority.be/"
    ),
    "BG": Authority("Комисия за защита на личните данни", "bg", "https://www.cpdp.bg/"),
    "CZ": Authority("Úřad pro ochranu osobních údajů", "cs", "https://www.uoou.gov.cz/"),
    "DK": Authority("Datatilsynet", "da", "https://www.datatilsynet.dk/"),
    "EE": Authority("Andmekaitse Inspektsioon", "et", "https://www.aki.ee/"),
    "ES": Authority("Agencia Española de Protección de Datos", "es", "https://www.aepd.es/"),
    "FI": Authority("Tietosuojavaltuutetun toimisto", "fi", "https://tietosuoja.fi/"),
    "FR": Authority(
        "Commission nationale de l’informatique et des libertés", "fr", "https://www.cnil.fr/"
    ),
    "GR": Authority("Αρχή Προστασίας Δεδομένων Προσωπικού Χαρακτήρα", "el", "https://www.dpa.gr/"),
    "HR": Authority("Agencija za zaštitu osobnih podataka", "hr", "https://azop.hr/"),
    "HU": Authority(
        "Nemzeti Adatvédelmi és Információszabadság Hatóság", "hu", "https://www.naih.hu/"
    ),
    "IE": Authority("Data Protection Commission", "en", "https://www.dataprotection.ie/"),
    "IS": Authority("Persónuvernd", "is", "https://www.personuvernd.is/"),
    "IT": Authority(
        "Garante per la protezione dei dati personali", "it", "https://www.garanteprivacy.it/"
    ),
    "LT": Authority("Valstybinė duomenų apsaugos inspekcija", "lt", "https://vdai.lrv.lt/"),
    "LV": Authority("Datu valsts inspekcija", "lv", "https://www.dvi.gov.lv/"),
    "NL": Authority(
        "Autoriteit Persoonsgegevens", "nl", "https://www.autoriteitpersoonsgegevens.nl/"
    ),
    "NO": Authority("Datatilsynet", "nb", "https://www.datatilsynet.no/"),
    "PL": Authority("Urząd Ochrony Danych Osobowych", "pl", "https://uodo.gov.pl/"),
    "PT": Authority("Comissão Nacional de Proteção de Dados", "pt", "https://www.cnpd.pt/"),
    "RO": Authority(
        "Autoritatea Naţională de Supraveghere a Prelucrării Datelor cu Caracter Personal",
        "ro",
        "https://www.dataprotection.ro/",
    ),
    "SE": Authority("Integritetsskyddsmyndigheten", "sv", "https://www.imy.se/"),
    "SI": Authority("Informacijski pooblaščenec", "sl", "https://www.ip-rs.si/"),
    "SK": Authority(
        "Úrad na ochranu osobných údajov Slovenskej republiky",
        "sk",
        "https://dataprotection.gov.sk/",
    ),
}
#: Who hears complaints about the accessibility of public sites (Directive (EU) 2016/2102, art. 9).
ACCESSIBILITY = {
    "LV": Authority("Tiesībsargs", "lv", "https://www.tiesibsargs.lv/"),
}
