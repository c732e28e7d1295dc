"""Clear sentences of scam offers, in thirteen languages and eight scripts, with the flags each is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as an honest keyboard writes it, and the flags it has to raise."""

    language: str
    text: str
    flags: tuple[str, ...]


SENTENCES = tuple(
    Sentence(language, text, tuple(flags.split()))
    for language, text, flags in (
        ("en", "The company will keep your passport in the office", "passport_handover"),
        ("en", "Customer service job, no experience needed", "bait_office_role no_experience_needed"),
        ("en", "Free ticket and free accommodation", "everything_paid"),
        ("en", "You will enter with a tourist visa, the work permit comes later", "tourist_visa_work"),
        ("en", "Do not tell your family about this trip", "secrecy"),
        ("en", "If you leave early you must pay a penalty of 3000 usd", "penalty_contract"),
        ("en", "At the airport tell the immigration officer you are on holiday", "coached_for_border"),
        ("en", "You must pay a processing fee before the interview", "upfront_fee"),
        ("en", "Your driver takes you across the river at night", "unofficial_crossing"),
        ("en", "We need crypto customer support, salary 2500 usd per month", "gambling_crypto_work"),
        ("en", "Bring a friend and get 500 usd for each person", "pays_you_to_bring_friends"),
        ("id", "Paspor dipegang perusahaan selama kontrak", "passport_handover"),
        ("id", "Lowongan admin judi online, gaji 15 juta per bulan", "gambling_crypto_work"),
        ("id", "Tanpa pengalaman, langsung berangkat besok", "no_experience_needed"),
        ("id", "Tiket gratis, makan dan tempat tinggal ditanggung", "everything_paid"),
        ("id", "Jangan bilang keluarga kalau mau berangkat", "secrecy"),
        ("id", "Berangkat pakai visa turis dulu", "tourist_visa_work"),
        ("ms", "Pasport akan disimpan oleh syarikat", "passport_handover"),
        ("ms", "Tiada pengalaman diperlukan, tiket percuma", "no_experience_needed everything_paid"),
        ("vi", "Công ty giữ hộ chiếu của bạn", "passport_handover"),
        ("vi", "Không cần kinh nghiệm, bao ăn ở, bao vé máy bay", "no_experience_needed everything_paid"),
        ("vi", "Đi bằng visa du lịch, sang đó làm giấy tờ sau", "tourist_visa_work"),
        ("vi", "Đừng nói với gia đình về chuyến đi này", "secrecy"),
        ("tl", "Hawak ng kumpanya ang passport mo", "passport_handover"),
        ("tl", "Walang experience ok lang, libre ang ticket", "no_experience_needed everything_paid"),
        ("es", "La empresa guarda tu pasaporte en la oficina", "passport_handover"),
        ("es", "No se necesita experiencia, boleto gratis", "no_experience_needed everything_paid"),
        ("es", "No le digas a tu familia del viaje", "secrecy"),
        ("pt", "A empresa fica com o seu passaporte", "passport_handover"),
        ("pt", "Entrar com visto de turista e trabalhar depois", "tourist_visa_work"),
        ("fr", "Aucune expérience requise, billet gratuit", "no_experience_needed everything_paid"),
        ("ru", "Паспорт заберут на оформление в офис", "passport_handover"),
        ("ru", "Опыт не нужен, билет бесплатно", "no_experience_needed everything_paid"),
        ("ru", "Едем по туристической визе", "tourist_visa_work"),
        ("th", "บริษัทจะเก็บพาสปอร์ตของคุณไว้", "passport_handover"),
        ("th", "ไม่ต้องมีประสบการณ์ ตั๋วเครื่องบินฟรี", "no_experience_needed everything_paid"),
        ("th", "แอดมินเว็บพนัน เงินเดือนสูง", "gambling_crypto_work"),
        ("km", "ក្រុមហ៊ុនទុកលិខិតឆ្លងដែនរបស់អ្នក", "passport_handover"),
        ("km", "មិនត្រូវការបទពិសោធន៍", "no_experience_needed"),
        ("my", "ပတ်စပို့ကို ကုမ္ပဏီက သိမ်းထားမယ်", "passport_handover"),
        ("my", "အတွေ့အကြုံမလိုပါ", "no_experience_needed"),
        ("zh", "护照由公司统一保管", "passport_handover"),
        ("zh", "无需经验，包机票，包吃住", "no_experience_needed everything_paid"),
        ("zh", "用旅游签证入境，到了再办工作证", "tourist_visa_work"),
        ("zh", "不要告诉家人", "secrecy"),
        ("hi", "कंपनी आपका पासपोर्ट अपने पास रखेगी", "passport_handover"),
        ("hi", "अनुभव की जरूरत नहीं, टिकट फ्री", "no_experience_needed everything_paid"),
        ("hi", "टूरिस्ट वीजा पर जाना होगा", "tourist_visa_work"),
        ("hi", "घर वालों को मत बताना", "secrecy"),
        ("ar", "الشركة تحتفظ بجواز السفر", "passport_handover"),
        ("ar", "لا تحتاج خبرة والتذكرة مجانية", "no_experience_needed everything_paid"),
    )
)  # fmt: skip
