"""A small content to try the core on: three flags, two questions, one emergency, in English with a little Indonesian."""

from bot.content.tables import country_names
from bot.core.content import (
    Answer,
    Combination,
    Content,
    Flag,
    Helpline,
    Language,
    Levels,
    Pay,
    Place,
    Question,
    Register,
    Wording,
    Words,
)
from bot.core.langid import LanguageModel
from bot.core.message import Level, Weight
from bot.core.normalise import Tables
from bot.core.pipeline import Engine

KEYS = """first_line level_high level_caution level_none level_learned ask_intro do_high do_caution do_none talk other greeting covert_menu
covert_1 covert_2 covert_3 why_intro call_intro call_embassy_unknown call_say_where call_life call_nobody_dialled call_none kind_ngo
caveat_old check_intro check_two check_say_origin check_independent holds_intro holds_contract place_ask origin_ask rather_not_say
other_country country_done country_none language_ask forget_done stop_done start help check_prompt privacy only_text unknown_command
trouble late button_why button_call button_check button_language button_country button_stop button_forget button_english button_show
call_seen_undated about""".split()  # noqa: SIM905
FILLED = {
    "more_flags": "{count} more {button}", "call_only_inside": "only in {country}", "call_seen": "seen {year}",
    "kind_embassy": "embassy of {country} in {place}", "kind_police": "police in {place}", "kind_foreign_ministry": "ministry of {country}",
    "kind_trafficking_line": "line of {country}", "check_register": "{country}: {address}", "check_none": "none for {country}",
    "language_done": "now {language}", "about_draft": "draft {language}", "check_phone": "ask",
}  # fmt: skip


def flag(name: str, number: int, group: str, weight: Weight, strong_with: tuple[str, ...] = ()) -> Flag:
    return Flag(name, number, name, "", (), group, weight, strong_with, "live", 1, "")


def wording(name: str, language: str, phrases: tuple[str, ...], unless: tuple[str, ...] = ()) -> Wording:
    return Wording(name, language, phrases, unless, f"{name} worries", f"{name}?", 1, "draft")


def line(
    name: str, kind: str, country: str, *, serves: tuple[str, ...] = (), inside: bool = False, seen: str = "2025-01"
) -> Helpline:
    return Helpline(
        name, name, kind, f"+{len(name)}00", "phone", country, serves, inside, "", (), seen, "", "", "", ("https://x",)
    )


FLAGS = (
    flag("bait_office_role", 7, "role", Weight.WEAK),
    flag("no_experience_needed", 14, "wanted", Weight.WEAK),
    flag("urgency", 41, "pressure", Weight.WEAK),
    flag("instant_hire", 32, "pressure", Weight.MEDIUM),
    flag("passport_handover", 27, "documents", Weight.STRONG),
    flag("upfront_fee", 36, "money", Weight.MEDIUM),
    flag("known_hub", 18, "place", Weight.WEAK),
    flag("pay_too_high", 1, "pay", Weight.MEDIUM, ("no_experience_needed",)),
)
WORDINGS = (
    wording("bait_office_role", "en", ("data entry", "customer service")),
    wording("no_experience_needed", "en", ("no experience",)),
    wording("urgency", "en", ("urgent", "hurry up")),
    wording("instant_hire", "en", ("start tomorrow",)),
    wording("passport_handover", "en", ("(hold|keep) [your] passport",), ("copy of your passport",)),
    wording("passport_handover", "id", ("paspor dipegang",)),
    wording("upfront_fee", "en", ("placement fee",)),
    wording("pay_too_high", "en", ("huge salary",)),
    wording("known_hub", "en", ()),
)
QUESTIONS = {
    q.id: q
    for q in (
        Question("is_this_job_real", "before", False, ("check",), 1),
        Question("who_to_call", "before", False, ("call",), 1),
        Question("stop_alerts", "wish", False, ("stop",), 1),
        Question("trapped_need_help", "emergency", True, ("call",), 1),
    )
}
ANSWERS = (
    Answer("is_this_job_real", "en", ("is this job real",), "Look & see.", 1, "draft"),
    Answer("who_to_call", "en", ("whom can i call",), "These.", 1, "draft"),
    Answer("stop_alerts", "en", ("stop the alerts",), "Press.", 1, "draft"),
    Answer("trapped_need_help", "en", ("i am locked in", "can not leave"), "I read you.", 1, "draft"),
    Answer("trapped_need_help", "id", ("saya dikurung",), "Saya baca.", 1, "draft"),
)
CONTENT = Content(
    version="sample",
    languages={
        "en": Language("en", "English", "Latn", "ltr", "", "live", ("GB",)),
        "id": Language("id", "Indonesia", "Latn", "ltr", "en", "live", ("ID",)),
        "ta": Language("ta", "Tamil", "Taml", "ltr", "en", "off", ("IN",)),
    },
    flags={f.id: f for f in FLAGS},
    combinations=(Combination("C1", (("bait_office_role",), ("@hub",), ("no_experience_needed",)), Level.HIGH, ""),),
    questions=QUESTIONS,
    helplines=(
        line("embassy_of_id_in_kh", "embassy", "KH", serves=("ID",)),
        line("ministry_of_id", "foreign_ministry", "ID", serves=("ID",)),
        line("short_code_of_id", "trafficking_line", "ID", serves=("ID",), inside=True),
        line("police_kh", "police", "KH", inside=True, seen=""),
        line("police_th", "police", "TH", inside=True),
    ),
    registers={"ID": Register("ID", "kerja.example", "ministry_of_id", ("holds_contract",), "2025", ())},
    places={
        "cambodia": Place("cambodia", "KH", "country", Weight.WEAK, ("Cambodia",), ()),
        "poipet": Place("poipet", "KH", "hub", Weight.STRONG, ("Poipet",), ()),
        "jakarta": Place("jakarta", "ID", "town", None, ("Jakarta",), ()),
    },
    pay={"USD": Pay("USD", ("$", "usd"), 800, "", (), ("US",))},
    levels=Levels({"weak": 4, "medium": 14, "strong": 30, "combination": 40, "assurance": 10}, 44, 14, ""),
    wordings=WORDINGS,
    answers=ANSWERS,
    replies={"en": {key: key for key in KEYS} | FILLED, "id": {"first_line": "Ini <jawaban>"}},
    words={
        "en": Words(
            "en",
            negations_before=("no", "not", "never", "do not"),
            multipliers={"k": 1000.0},
            periods={"month": ("per month",)},
            cues={
                "offer": ("hiring", "vacancy"), "asking": ("is it real",), "news": ("police said", "reported"),
                "own_story": ("i was offered",),
                "keeps_passport": ("keep your own passport",), "greeting": ("hello",),
            },
            common=("the", "we", "your", "is", "and", "in", "i", "to"),
        ),
        "id": Words("id", common=("saya", "yang", "di", "dan", "tidak")),
    },
    countries=country_names(),
)  # fmt: skip
ENGINE = Engine(CONTENT, Tables(), LanguageModel())
