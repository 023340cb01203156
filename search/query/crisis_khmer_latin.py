"""Words of distress in Khmer typed in Latin letters (“khnhom chong slab”), for which there is no one spelling.

Words are compared by how they sound: `sound_of()` of “khnhom”, “knyom” and “khnum” is the same. Vowels are not told
apart, so that short words sound like Vietnamese or English ones: they count only beside an entry that neither language
has, one of those with a star.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

from search.query.crisis_match import Span

#: Concept of crisis_words.py → spellings, a phrase with “_”; “*” after those that are Khmer beyond doubt.
LATIN: dict[str, str] = {
    "me": "khnhom* knhom* khnhum* knyom* khom kjom* koun oun yeung",
    "they": "ke gea koat ke_eng puok_ke",
    "stranger": "nak_na monus_chamlek* bros_chamlek* monus_min_skoal*",
    "family": "ovpuk* ovpouk* aupuk opuk apuk pouk pa papa mday* mak ma ovpuk_chong* bong pu mea chita ta yeay pdey*",
    "parent": "ovpuk* ovpouk* aupuk opuk apuk pa papa mday* mak ovpuk_chong* mea chita ta_yeay pdey*",
    "adult": "kru krou lok_kru neak_kru chav_vay* neak_chit_khang* thavke",
    "partner": "songsar* sangsa sangsar mit_bros* pdey* ot_songsar*",
    "peer": "mit mit_ruom_thnak* ruom_thnak* knong_thnak* ses sess",
    "passive": "trov trauv trouv tov trov_ke* trov_ban*",
    "not": "min mun men ot at ort aut kom kum kmean* kmeann* leng",
    "want": "chong chang jong jang jg chhong kit_chong kit_tha",
    "die": "slab slap slob slaab ngoab ngob ngorb slab_hz* slab_teou*",
    "live": "ros rus rors ruos rous roh",
    "life": "chivit chivet jivit",
    "suicide": "min_chong_ros* min_chong_rous* ot_chong_ros* ot_jong_rus* min_jong_ros* somlab_kluon*"
    " samlab_khluon* somlap_kluan* attakheat* atakheat* chong_ko thunh_chivit* thunh_nung_chivit*"
    " kat_dai_kluon* kat_dai kat_day hot_chivit* thveu_bab_kluon*",
    "goodbye": "lea_hz lea_haey lea_hoy lea_sen_haey lea_hy",
    "all": "teang_os tang_os trob_knea*",
    "cut": "kat ar kat_srach*",
    "blood": "chheam hou_chheam chenh_chheam",
    "skin": "dai day ko_dai kor_dai",
    "pills": "thnam_pul* thnam_poul* thnam_slab* thnam_sonlab* thnam_keng* thnam_ngeng*",
    "medicine": "thnam* tnam*",
    "swallow": "leb lep phoek phek pek nham",
    "jump": "lot loat lort",
    "high": "spean akea tonle",
    "image": "roub rub roup roubthot* rubthot* roub_thot* video vdo klip",
    "intimate": "akrat* aakrat* srat* sraat* somngat* sexy sex",
    "publish": "bonghoh* banghos* bonghos* bonghors* post share thlay* tomleay*",
    "send": "phnher* phgner* fnher* pnher* phnhae* fner* pgner*",
    "record": "thot luoch_thot*",
    "spycam": "luoch_thot* luch_thot* louch_thot*",
    "undress": "doh_khoav* doh_av doh_kho_av* doh_khao_av*",
    "rape": "romlop* romloub* rumlop* rumloap* romloup* biet_bien beat_bean",
    "touch": "pah pas steab stieb stiab aob thaeb theb ob_khnhom* peah_khluon*",
    "sex": "ruom_phet* rum_phet* dek_chea_muoy* dek_cheamuoy*",
    "pregnant": "phtey_puoh* phteypuoh* mean_phtey_puoh* ptey_puos* mean_koun",
    "meet": "chuob juob chuop nat_chuob nat_juob",
    "secret": "kom_prab* kom_brab* kum_prab* rokkhea_kar_somngat*",
    "threat": "komream* kumream* kamream* kom_ream* kum_ream* komreamkomhaeng* bonlach* bonleach*",
    "force": "bongkhom* bangkhom* bong_khom bang_khom bongkom* bangkom*",
    "ask": "som tear dtear toar prab_oy* sum_luy*",
    "lure": "luong_lom* luonglom* baok_banhchhot*",
    "cheat": "baok bok bouk chhbaok* chbok* bok_luy* baok_luy*",
    "money": "luy luoy louy loy prak brak",
    "sextortion": "chomrit* jomrit* jumrit*",
    "captive": "khum kum_khang khumkhang* chab chap jab bongkhang* bangkhang*",
    "kidnap": "chab_pongrot* chab_pungrot* chab_chomrit* luk_khnhom* luok_khnhom* chuonhdo",
    "let": "oy_teou_phteah* oy_chenh oy_chenh_pi* teou_phteah_vinh*",
    "stalk": "tamdan* tam_dan tam_khnhom*",
    "kill": "somlab* samlab* somlap* samlap* sonlab*",
    "hack": "hek hack luoch_account*",
    "account": "account acc facebook fb knoni* konni*",
    "bullied": "thveu_bab* tver_bab* tve_bab* thver_bab* twer_bab* tveu_bab* somlot* hengsa*",
    "hit": "veay veayy vay vey vai veaydom* prohar* toh theak thak teak",
    "insult": "che jer cher che_bromat* serch_chomook* songcher* niyeay_daem*",
    "exclude": "kat_chenh ot_roab* leng_leng*",
    "help": "chuoy chuy juy juoy juey chouy jouy chuoi juoi chumnuoy* jumnuoy*",
    "please": "phong phorng porng pong fong phg bontoan* bonton* ploam",
    "sos": "chuoy_khnhom* juy_khnhom* chuoy_phong* juy_phong* som_chumnuoy* songkruoh* songkroh* sangkruos*",
    "need": "trovkar* trov_kar* chong_niyeay*",
    "fear": "khlach* klach* klaach* khlaj* phey phay pey bey barom",
    "scared": "khlach_nas* klach_nas* phey_nas phey_khlach* khlach_pek* phey_pek",
    "very": "nas nah nars pek teat te_nas roal_tngai* rol_tngai* rorl_tngai* roal_yub*",
    "sad": "pibak_chet* pibak_jit* pibak_chit* pibakchet* pibak_jet* kert_tuk* chheu_chab chheu_chet yum yom yoom",
    "cry": "yum yom yoom yum_nas",
    "despair": "os_songkhoem* oh_songkhem* os_songkhim* thleak_tuk_chet* thleak_tek_chet* eka eko mneak_eng* mnak_eng*",
    "depressed": "bak_tuk_chet* bak_teuk_chet* bak_tek_jet* bak_tuk_jet*",
    "no_one": "kmean_neak_na* kmean_nak_na* kmean_norna* ot_mean_neak_na* kmean_nona*",
    "understand": "yul yol sdab sralanh* srolanh*",
    "lost_how": "min_dung_thveu_yang_na* ot_dung_thveu_mech* thveu_mech* tver_mech* tve_mech* thver_mech*",
    "dare": "min_hean ot_hean min_hien ot_hien",
    "tell": "prab brab niyeay* niyay*",
    "school": "sala salarien* thnak*",
    "home": "phteah* pteah* ptes* phtas* ftah*",
    "runaway": "rot_chenh_pi_phteah* rut_chenh_pteah* rot_pi_phteah* chenh_pi_phteah*",
    "danger": "krouthnak* kruthnak* krothnak*",
}  # fmt: skip
_SOUNDS = (
    ("nh|ny|gn|ñ", "n"), ("ng", "g"), ("ch+|jh|j|tj", "c"), ("kh|k|q", "k"), ("ph|p|bh|b|f", "p"), ("th|t|dh|d", "t"),
    ("v|w", "v"), ("sh|s|x|z", "s"),
)  # fmt: skip
_SOUND = re.compile("|".join(f"({letters})" for letters, _sound in _SOUNDS))


def sound_of(word: str) -> str:
    """How a Khmer word typed in Latin letters sounds, roughly: consonants alike are one, all vowels are “a”."""
    letters = re.sub(r"[^a-zñ]", "", word.lower())
    sounds = _SOUND.sub(lambda match: _SOUNDS[(match.lastindex or 1) - 1][1], letters)
    sounds = re.sub(r"[aeiou]+(?:r(?![aeiou]))?", "a", sounds)  # “rors” is “ros”
    sounds = re.sub(r"(?<=a)[ys]$|(?<=a)h$", "", sounds) if len(sounds) > 3 else re.sub(r"(?<=a)h$", "", sounds)
    return re.sub(r"(.)\1+", r"\1", sounds)


@cache
def _entries() -> dict[str, dict[tuple[str, ...], tuple[set[str], bool]]]:
    """First sound → sounds of an entry → (its concepts, whether it is Khmer beyond doubt)."""
    entries: defaultdict[str, dict[tuple[str, ...], tuple[set[str], bool]]] = defaultdict(dict)
    for concept, written in LATIN.items():
        for entry in written.split():
            sounds = tuple(sound_of(part) for part in entry.removesuffix("*").split("_"))
            concepts, is_sure = entries[sounds[0]].get(sounds, (set(), False))
            entries[sounds[0]][sounds] = (concepts | {concept}, is_sure or entry.endswith("*"))
    return entries


def places_of(words: Sequence[str]) -> dict[str, list[Span]]:
    """Concept → where it stands in `words`; empty where no word is Khmer beyond doubt."""
    sounds, places, is_khmer = [sound_of(word) for word in words], defaultdict[str, list[Span]](list), False
    for at, sound in enumerate(sounds):
        for entry, (concepts, is_sure) in _entries().get(sound, {}).items():
            if tuple(sounds[at : at + len(entry)]) == entry:
                is_khmer |= is_sure and all(word.isascii() for word in words[at : at + len(entry)])
                for concept in concepts:
                    places[concept].append((at, at + len(entry)))
    return places if is_khmer else {}
