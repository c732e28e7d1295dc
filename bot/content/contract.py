"""The ids that the contracts fix: flags, questions, sentences of the bot, contexts, kinds. Changed only together with the core."""

from __future__ import annotations


def _ids(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


FLAGS = _ids(
    "pay_too_high usd_or_commission_pay debt_relief_advance short_trip_big_cash pays_you_to_bring_friends "
    "vague_role bait_office_role gambling_crypto_work chat_persona_work model_face_video account_rental_mule "
    "casting_gig skilled_or_manual_hub_job no_experience_needed easy_typing_test targeted_profile "
    "minor_or_behind_parents known_hub destination_switch border_meeting_point closed_compound_living "
    "tourist_visa_work everything_paid coached_for_border unofficial_crossing roundabout_route "
    "passport_handover early_id_face_bank no_contract_before_travel penalty_contract chat_app_only "
    "instant_hire unlicensed_recruiter friend_referral luxury_proof upfront_fee costs_become_debt "
    "no_verifiable_employer cloned_employer pre_emptive_denial urgency secrecy illicit_hint "
    "rehire_after_release romance_or_gaming_invite "
)
"""The 45 red flags of facts/patterns.md 1.5, in their order: the number of a flag is its place here, counted from 1."""

EMERGENCIES = _ids(
    "passport_taken trapped_need_help family_member_missing owe_debt_or_ransom being_taken_now self_harm "
    "medical child_inside phone_watched "
)
QUESTIONS = _ids(
    "is_this_job_real what_is_scam_compound signs_of_fake_job verify_recruiter travelling_already_booked "
    "will_i_be_arrested go_home_overstay who_to_call is_country_safe report_a_recruiter already_sent_documents "
    "already_paid_fee offered_to_recruit_friends legal_way_to_work_abroad language_change what_is_this_bot "
    "privacy_who_sees_this thanks stop_alerts "
)
"""Questions that every live language answers, besides the emergencies."""

CONTEXTS = ("@abroad", "@hub", "@transit", "@travel")
GROUPS = ("pay", "role", "wanted", "place", "travel", "documents", "channel", "money", "employer", "pressure", "return")
TOPICS = ("emergency", "before", "family", "inside", "after", "about", "wish", "talk")
LEADS = ("why", "call", "check", "language", "country", "stop", "forget")
KINDS = (
    "embassy", "consulate", "foreign_ministry", "labour_ministry", "trafficking_line", "child_line", "police",
    "tourist_police", "ambulance", "ngo",
)  # fmt: skip
CHANNELS = ("phone", "whatsapp", "telegram", "wechat", "line", "email", "web", "app")
ROLES = ("country", "town", "hub", "compound", "transit", "crossing")
WEIGHTS = ("weak", "medium", "strong")
POINTS = ("weak", "medium", "strong", "combination", "assurance")
PERIODS = ("hour", "day", "week", "month", "year")
CUES = (
    "offer", "asking", "news", "own_story", "distress", "abroad", "travel", "visa_first", "licensed", "keeps_passport",
    "free_to_leave", "local_office", "no_fee", "contract_first", "covert", "greeting",
)  # fmt: skip
COMMANDS = ("start", "help", "check", "language", "country", "helplines", "subscribe", "stop", "forget", "about")
SPACED_SHORTEST = 3
"""Fewest letters of a phrase in a script that parts words: "ok" stands in every text."""

REPLIES: dict[str, tuple[str, ...]] = {
    "first_line": (),
    "level_high": (),
    "level_caution": (),
    "level_none": (),
    "level_learned": (),
    "more_flags": ("count", "button"),
    "ask_intro": (),
    "do_high": (),
    "do_caution": (),
    "do_none": (),
    "talk": (),
    "other": (),
    "greeting": (),
    "covert_menu": (),
    "covert_1": (),
    "covert_2": (),
    "covert_3": (),
    "why_intro": (),
    "call_intro": (),
    "call_embassy_unknown": (),
    "call_say_where": (),
    "call_life": (),
    "call_only_inside": ("country",),
    "call_seen": ("year",),
    "call_seen_undated": (),
    "call_nobody_dialled": (),
    "call_none": (),
    "kind_embassy": ("country", "place"),
    "kind_consulate": ("country", "place"),
    "kind_foreign_ministry": ("country",),
    "kind_labour_ministry": ("country",),
    "kind_trafficking_line": ("country",),
    "kind_child_line": ("country",),
    "kind_police": ("place",),
    "kind_tourist_police": ("place",),
    "kind_ambulance": ("place",),
    "kind_ngo": (),
    "caveat_old": (),
    "caveat_not_emergency": (),
    "caveat_some_hours": (),
    "caveat_not_government_area": (),
    "caveat_report_yourself": (),
    "caveat_confirm_first": (),
    "caveat_paid_call": (),
    "caveat_women": (),
    "caveat_some_countries": (),
    "check_intro": (),
    "check_two": (),
    "check_register": ("country", "address"),
    "check_phone": (),
    "check_none": ("country",),
    "check_say_origin": (),
    "check_independent": (),
    "holds_intro": (),
    "holds_work_visa": (),
    "holds_job_order": (),
    "holds_clearance": (),
    "holds_contract": (),
    "holds_licence": (),
    "holds_not_open": (),
    "place_ask": (),
    "origin_ask": (),
    "rather_not_say": (),
    "other_country": (),
    "country_done": (),
    "country_none": (),
    "language_ask": (),
    "language_done": ("language",),
    "forget_done": (),
    "stop_done": (),
    "alert_first_line": (),
    "subscribe_ask": ("language", "origin", "place"),
    "subscribe_done": (),
    "start": (),
    "help": (),
    "check_prompt": (),
    "about": ("languages",),
    "about_draft": ("language",),
    "privacy": (),
    "only_text": (),
    "only_text_location": (),
    "unknown_command": (),
    "trouble": (),
    "late": (),
    "edited": (),
    "button_why": (),
    "button_call": (),
    "button_check": (),
    "button_language": (),
    "button_country": (),
    "button_stop": (),
    "button_forget": (),
    "button_english": (),
    "button_show": (),
    "button_subscribe": (),
    "button_topic_offers": (),
    "button_topic_routes": (),
    "button_topic_rules": (),
    "button_topic_help": (),
    "button_back": (),
}
"""Key of a sentence in replies.yaml -> the placeholders it must hold."""
