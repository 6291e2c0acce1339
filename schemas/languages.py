"""Language codes: which there are, and which one is meant by what is none.

ISO 639-1 with its equivalents in ISO 639-2 and the English names; the registration authority is the Library of
Congress, the list was taken from Debian's iso-codes. A tag of BCP 47 begins with a code of two letters, or of three
where a language has none of two.
"""

import re

_TABLE = """
aa aar afar; ab abk abkhazian; ae ave avestan; af afr afrikaans; ak aka akan; am amh amharic; an arg aragonese;
ar ara arabic; as asm assamese; av ava avaric; ay aym aymara; az aze azerbaijani; ba bak bashkir; be bel
belarusian; bg bul bulgarian; bh bih bihari languages; bi bis bislama; bm bam bambara; bn ben bengali; bo bod
tib tibetan; br bre breton; bs bos bosnian; ca cat catalan, valencian; ce che chechen; ch cha chamorro; co cos
corsican; cr cre cree; cs ces cze czech; cu chu church slavic, old slavonic, church slavonic, old bulgarian, old
church slavonic; cv chv chuvash; cy cym wel welsh; da dan danish; de deu ger german; dv div divehi, dhivehi,
maldivian; dz dzo dzongkha; ee ewe ewe; el ell gre greek; en eng english; eo epo esperanto; es spa spanish,
castilian; et est estonian; eu baq eus basque; fa fas per persian; ff ful fulah; fi fin finnish; fj fij fijian;
fo fao faroese; fr fra fre french; fy fry western frisian; ga gle irish; gd gla gaelic, scottish gaelic; gl glg
galician; gn grn guarani; gu guj gujarati; gv glv manx; ha hau hausa; he heb hebrew; hi hin hindi; ho hmo hiri
motu; hr hrv croatian; ht hat haitian, haitian creole; hu hun hungarian; hy arm hye armenian; hz her herero; ia
ina interlingua; id ind indonesian; ie ile interlingue, occidental; ig ibo igbo; ii iii sichuan yi, nuosu; ik
ipk inupiaq; io ido ido; is ice isl icelandic; it ita italian; iu iku inuktitut; ja jpn japanese; jv jav
javanese; ka geo kat georgian; kg kon kongo; ki kik kikuyu, gikuyu; kj kua kuanyama, kwanyama; kk kaz kazakh; kl
kal kalaallisut, greenlandic; km khm central khmer; kn kan kannada; ko kor korean; kr kau kanuri; ks kas
kashmiri; ku kur kurdish; kv kom komi; kw cor cornish; ky kir kirghiz, kyrgyz; la lat latin; lb ltz
luxembourgish, letzeburgesch; lg lug ganda; li lim limburgan, limburger, limburgish; ln lin lingala; lo lao lao;
lt lit lithuanian; lu lub luba-katanga; lv lav latvian; mg mlg malagasy; mh mah marshallese; mi mao mri maori;
mk mac mkd macedonian; ml mal malayalam; mn mon mongolian; mr mar marathi; ms may msa malay; mt mlt maltese; my
bur mya burmese; na nau nauru; nb nob bokmål, norwegian bokmål; nd nde ndebele, north ndebele; ne nep nepali; ng
ndo ndonga; nl dut nld dutch, flemish; nn nno norwegian nynorsk, nynorsk; no nor norwegian; nr nbl ndebele,
south ndebele; nv nav navajo, navaho; ny nya chichewa, chewa, nyanja; oc oci occitan, provençal; oj oji ojibwa;
om orm oromo; or ori oriya; os oss ossetian, ossetic; pa pan panjabi, punjabi; pi pli pali; pl pol polish; ps
pus pushto, pashto; pt por portuguese; qu que quechua; rm roh romansh; rn run rundi; ro ron rum romanian,
moldavian, moldovan; ru rus russian; rw kin kinyarwanda; sa san sanskrit; sc srd sardinian; sd snd sindhi; se
sme northern sami; sg sag sango; si sin sinhala, sinhalese; sk slk slo slovak; sl slv slovenian; sm smo samoan;
sn sna shona; so som somali; sq alb sqi albanian; sr srp serbian; ss ssw swati; st sot sotho; su sun sundanese;
sv swe swedish; sw swa swahili; ta tam tamil; te tel telugu; tg tgk tajik; th tha thai; ti tir tigrinya; tk tuk
turkmen; tl tgl tagalog; tn tsn tswana; to ton tonga; tr tur turkish; ts tso tsonga; tt tat tatar; tw twi twi;
ty tah tahitian; ug uig uighur, uyghur; uk ukr ukrainian; ur urd urdu; uz uzb uzbek; ve ven venda; vi vie
vietnamese; vo vol volapük; wa wln walloon; wo wol wolof; xh xho xhosa; yi yid yiddish; yo yor yoruba; za zha
zhuang, chuang; zh chi zho chinese; zu zul zulu
"""
_OWN_NAMES = """
de deutsch; da dansk; es español, espanol, castellano; fa farsi; fi suomi; fr français, francais; hu magyar;
it italiano; nl nederlands; no norsk; pl polski; pt português, portugues; ru русский; sv svenska; tr türkçe;
uk українська; zh mandarin
"""
_WITHDRAWN = "he iw; id in; yi ji; jv jw; ro mo; sr sh"
_COUNTRIES = "de at; zh cn; cs cz; da dk; en gb, us; el gr; he il; fa ir; ja jp; ko kp; es mx; uk ua; vi vn"
"""Codes of countries that are written for a language's, where they are no language's themselves."""
_ROW = re.compile(r"\s*(?P<code>[a-z]{2})(?P<threes>(?: [a-z]{3}\b){0,2}) (?P<names>.+)", re.DOTALL)
_TAG = re.compile(r"(?P<language>[a-z]{2,3})(?:-[a-z0-9]{1,8}){0,4}", re.ASCII)


def _meant(table: str) -> dict[str, str]:
    """The code that each code of three letters and each name in `table` stands for."""
    found: dict[str, str] = {}
    for row in table.split(";"):
        match = _ROW.fullmatch(" ".join(row.split()))
        assert match is not None, row
        names = [name.strip() for name in match["names"].split(",")]
        found |= dict.fromkeys([*match["threes"].split(), *names], match["code"])
    return found


_MEANT = {
    name: code
    for table in (_COUNTRIES, _WITHDRAWN, _OWN_NAMES, _TABLE)
    for name, code in _meant(table).items()
}
_CODES = frozenset(_meant(_TABLE).values())


def is_tag(text: str) -> bool:
    """Whether `text` is a BCP 47 tag that begins with the code of a language. A code of three letters is taken as one
    unless there is one of two for the same language: there are thousands."""
    match = _TAG.fullmatch(text.lower())
    if match is None:
        return False
    language = match["language"]
    return language in _CODES if len(language) == 2 else language not in _MEANT


def meant(text: str) -> str | None:
    """The tag that `text`, which is none, stands for: en for "English" or "eng", en-GB for "en_GB"; None if unknown."""
    first, *rest = re.split(r"[-_]", text.strip())
    if code := _MEANT.get(text.strip().lower()):
        return code
    tag = "-".join([_MEANT.get(first.lower(), first.lower()), *rest])
    return tag if is_tag(tag) else None
