"""Tells text that instructs or asks from text that reports: a command to the reader is not evidence of anything."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.text.sentences import sentence_spans
from assistant.text.words import STOP_WORDS, word_set

_COMMANDS = word_set(
    """act add adopt advise allow analyze analyse append apply ask assess assume augment avoid become begin buy
    calculate choose classify compare compose compute conclude consider continue convert create deduce define
    delete deliver describe determine develop disclose discuss disregard do emphasize encode encrypt enhance
    ensure enter evaluate explain explore extract fetch fill finish follow forget generate give help hide identify
    ignore imagine implement improve include incorporate inform insert integrate interpret introduce invest invite
    join let locate make mention modify obey override paraphrase perform pick please pretend print proceed produce
    promote propose provide put read rearrange recall recite recommend refer remember remove render repeat
    rephrase replace reply respond reveal reverse rewrite say select send simplify solve speak specify spell
    spread submit subscribe substitute suggest summarise summarize supply swap take tell transform translate
    transfer treat try type update urge use verify write"""
)
# Also nouns: commands only with an object behind them ("show the", not "show of force", "search for survivors").
_ALSO_NOUNS = word_set(
    """answer balance call change check cite click contact copy design detail display download draft email embed end
    estimate express find format guess highlight list log look move name note offer open output perfect plan play praise
    predict present project quote rename report request return review run scan schedule search share shift show sign
    start state stop switch talk turn upload view visit warn"""
)
# What a model is told to do, and hardly ever who reads an article.
_MAKES_TEXT = word_set(
    """act adopt analyze analyse append apply assess assume augment calculate classify compare compose compute conclude
    convert create deduce define describe determine disclose disregard emphasize encode encrypt enhance ensure
    evaluate explain extract forget generate identify ignore imagine implement incorporate infer insert integrate
    interpret introduce modify obey paraphrase pretend print produce promote provide recall recite
    recommend recount rephrase repeat replace reply respond reveal reverse rewrite say select send simplify solve speak
    specify spell spread substitute suggest summarise summarize supply tell transform translate treat update write"""
)
_OBJECTS = word_set("a an the this that these those all any every each some your my our me us it them him her")
# Words that open a sentence before an article and are no verbs ("Despite the", "Half the").
_OPENERS = STOP_WORDS | word_set(
    """despite amid amidst among inside outside beyond beneath beside besides throughout underneath unlike like given
    per plus minus worth except half almost nearly even still perhaps maybe once twice thus hence later earlier
    soon today tomorrow yesterday meanwhile instead overall indeed rather quite behind alongside aboard atop
    although though unless whereas whatever whichever whoever wherever whenever enough part only ahead apart aside
    astride circa together altogether elsewhere abroad overnight furthermore moreover likewise otherwise late nearby
    downtown online born already because therefore whether along often always sometimes however according due
    regardless thanks
    gone made left known seen sent"""
)
_NO_OBJECT = word_set("of is was are were be been has had have will would and or for by than")
_OVERRIDES = (
    r"\b(?:ignore|disregard|forget|override) (?:(?:of|the|these|those|other) )*"
    r"(?:(?:all|any|every|your|my|previous|prior|above|earlier|preceding|foregoing|system)(?: of)? (?:the )?)+"
    r"(?:instructions?|rules|prompts?|guidelines|directions|orders)\b"
)
_YOUR_REPLY = r"your (?:response|reply|answer|output|message)"
_MARKUP = r"!\[[^\[\]]*+\]\(|<\s*(?:img|script|iframe)|\[/?inst\]|<\|"
_REPLIES = (
    r"(?:act|answer|begin|claim|conclude|end|ignore|include|insert|mention|obey|output|pretend|print|recite|recommend"
    r"|repeat|respond|reply|reveal|say|speak|start|summari[sz]e|tell|translate|write)"
)
_ADDRESSED = re.compile(
    rf"{_OVERRIDES}|\b{_YOUR_REPLY}\b|{_MARKUP}"
    r"|\bas an? (?:ai|language model|chatbot)\b|\byour (?:instructions|guidelines|system prompt)\b"
    r"|\byou are (?:now\b|(?:an?|the) (?:ai|assistant|chatbot|model|helpful)\b)"
    rf"|^\W*you (?:must|should|will|have to|can|are to|need to)"
    rf" (?:(?:now|only|always|also|never|not) ){{0,2}}{_REPLIES}\b"
    r"|\bsystem prompt\b|^\W*(?:system|assistant|user) ?:\s",
    re.IGNORECASE,
)
_AT_MODEL = re.compile(
    rf"{_OVERRIDES}|\b{_YOUR_REPLY}\b|{_MARKUP}"
    r"|\bas an? (?:ai|language model|chatbot)\b|\byour (?:instructions|guidelines|system prompt)\b"
    r"|\byou are (?:now a\b|(?:an?|the) (?:ai|assistant|chatbot|model|helpful)\b)"
    r"|\bsystem prompt\b|^\W*(?:system|assistant|user) ?:\s",
    re.IGNORECASE,
)
_WANTS = re.compile(r"^(?:i|we) (?:want|need|would like) you to\b|^(?:can|could|would|will) you\b", re.IGNORECASE)
_STEERS = re.compile(
    rf"{_OVERRIDES}|{_MARKUP}|\b(?:in|to|with|from|of) {_YOUR_REPLY}\b|\bsystem prompt\b"
    rf"|\b(?:modify|enhance|augment|encode|encrypt|reverse|translate|render|write|end|begin|start) {_YOUR_REPLY}\b",
    re.IGNORECASE,
)
# The same in other languages: at the beginning of a sentence, to ignore what was told, to answer in one way, to be
# another; and to change an answer of "yours". Verbs stand first, but in Turkish, Japanese, Korean and Hindi last.
_FOREIGN = re.compile(
    r"(?:^|[.!?:;。！？：；،۔।\n])[\s\W_]{0,9}"
    r"(?:(?:bitte|wichtig|achtung|hinweis|s'il vous plaît|important|attention|por favor|importante|atención|per favore"
    r"|attenzione|atenção|alsjeblieft|let op|belangrijk|proszę|uwaga|пожалуйста|внимание|важно|lütfen|önemli|请|請|注意"
    r"|重要|يرجى|من فضلك|مهم)[\s\W_]{0,4}+)?(?:"
    r"(?:ignorieren? sie|ignoriere?|vergiss|vergessen sie|missachten? sie|missachte|überschreiben? sie|ignorez|ignore"
    r"|oubliez|oublie|(?:ne )?tene?z pas compte|faites abstraction|ignora|ignorad|ignoren|olvida|olvide|olviden"
    r"|haz caso omiso|hagan? caso omiso|descarta|descarte|ignorate|dimentica|dimenticate|non considerare|trascura"
    r"|ignorem|esqueça|esquece|esqueçam|desconsidere|desconsidera|negeer|vergeet|z?ignoruj|z?ignorujcie|zapomnij"
    r"|pomiń|(?:про)?игнорируй(?:те)?|забудь(?:те)?|не обращай(?:те)? внимания|отбрось(?:те)?)\s(?:\S{1,30}\s){0,4}?"
    r"(?:anweisung|instru[ckç]|instrukc|vorgabe|regeln|befehl|systemprompt|prompt|consignes|directives|règles|indicaci"
    r"|órdenes|reglas|directrices|istruzioni|indicazioni|regole|direttive|ordens|regras|diretrizes|aanwijzing|opdracht"
    r"|regels|poleceni|poleceń|wytyczn|zasad|инструкци|указани|правил|команд|промпт)"
    r"|(?:antworten? sie|antworte|répondez|réponds|responde|responda|respondan|rispondi|rispondete|antwoord|odpowiedz"
    r"|odpowiadaj|отвечай(?:те)?|ответь(?:те)?)\s(?:\S{1,20}\s)?(?:nur|ausschließlich|immer|uniquement|seulement|toujours"
    r"|que|solo|sólo|solamente|únicamente|siempre|soltanto|sempre|apenas|somente|alleen|altijd|uitsluitend|tylko"
    r"|zawsze|только|всегда)\b"
    r"|(?:du bist|sie sind|tu es|vous êtes|eres|usted es|tú eres|sei|siete|tu sei|você é|tu és|je bent|jij bent|u bent"
    r"|jesteś|ты|вы)\s(?:(?:jetzt|nun|ab sofort|maintenant|désormais|ahora|ora|adesso|agora|nu|teraz|теперь|отныне)\s)?"
    r"(?:(?:eine?|une?|una|uma|um|un'?|een)\s?)?(?:ki\b|ki-|ia\b|ai\b|ai-|assist|asist|asyst|sprachmodell|chatbot|modèle"
    r"|modelo|modello|taalmodel|model\w* językow|ии\b|ии-|ассистент|помощник|языков|чат-бот)"
    r"|(?:忽略|无视|無視|忽視|忘记|忘記|不要理会|不要理會)[^。！？\n]{0,15}(?:指令|指示|说明|說明|提示|命令|规则|規則)"
    r"|(?:只|仅|僅|必须|必須)?(?:回答|回复|回覆|输出|輸出)[：:「“\"]|(?:只|仅|僅|必须|必須)(?:回答|回复|回覆|输出|輸出)"
    r"|你(?:现在|現在)?是(?:一个|一個|一名)?(?:ai|人工智能|助手|语言模型|語言模型)"
    r"|[^。！？\n]{0,20}(?:指示|命令|ルール|プロンプト|指令)[^。！？\n]{0,6}(?:無視し(?:て(?=ください|[、。]|$)|ろ|なさい)|無視せよ|忘れて|忘れろ|従わないで)"
    r"|[^。！？\n]{0,30}と(?:だけ)?(?:答えて|回答して|返答して|言って)(?:ください)?(?:$|[。！\n])"
    r"|あなたは(?:今|これから)?[^。\n]{0,6}(?:ai|アシスタント|言語モデル)"
    r"|[^.!?\n]{0,30}(?:지시|명령|지침|프롬프트|규칙)[^.!?\n]{0,8}(?:무시하(?:고|세요|라|십시오)|무시해|잊어|잊으)"
    r"|[^.!?\n]{0,30}(?:talimat|yönerge|komut|kural)\w{0,9}\s"
    r"(?:yok say|görmezden gel|unut|dikkate alma)(?:ın|yın|un)?\b"
    r"|[^।!?\n]{0,30}(?:निर्देश|आदेश|नियम)[^।!?\n]{0,9}(?:अनदेखा|भूल जा|नज़रअंदाज़|अनदेखी)"
    r"|(?:تجاهل|تجاهلي|تجاهلوا|انس|انسَ|أهمل)\s(?:\S{1,15}\s){0,3}?(?:ال)?(?:تعليمات|أوامر|إرشادات|قواعد|توجيهات)"
    r"|(?:أجب|أجيبي|رد)\s(?:\S{1,15}\s)?(?:فقط|ب)|أنت\s(?:الآن\s)?(?:مساعد|نموذج|روبوت)"
    r")"
    r"|\b(?:deiner?|eurer?)\s(?:antwort|ausgabe)|\b(?:ta|votre)\s(?:réponse|sortie)\b|\btu\srespuesta\b|\btua\srisposta\b"
    r"|\b(?:sua|tua)\sresposta\b|\bje\santwoord\b|\b(?:swoj|twoj)\w{1,2}\s(?:odpowied|odpowiedz)"
    r"|\b(?:тво|сво)(?:й|его|ему|ём|ем|им)\sответ|你的(?:回答|回复|回覆|答案|输出)|あなたの(?:回答|返答|応答)|당신의\s?(?:답변|응답)"
    r"|\b(?:إجابتك|ردك)\b|\b(?:yanıtın|cevabın)(?:ı|a|da|ızı|ıza)?\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"\n]*\"|‘[^‘’\n]*+’(?!\w)|«[^«»]*+»")
_TWO_WORDS = re.compile(r"(\w+)(?:\s+(\w+))?")
_LEAD = re.compile(
    r"^(?:[\W_]+|(?:please|kindly|now|then|also|next|finally|first|important|note|attention)\b[\W_]*)+",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"^(?:can|could|would|will) you\b|^(?:i|we) (?:want|need|would like|'d like|wish)\b", re.IGNORECASE
)


@lru_cache(maxsize=4_096)  # the same passages are found again and again
def instructs(text: str) -> bool:
    """Whether any sentence of `text`, outside of quotation marks, commands, asks, or speaks to who reads it."""
    return instructs_at(text, 0, len(text))


def instructs_at(text: str, start: int, end: int) -> bool:
    """Whether a sentence of `text` that has a part in ``text[start:end]`` does so; speech in quotation marks may."""
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    paragraph = text[first : last if last >= 0 else len(text)]
    bare = _QUOTED.sub(lambda speech: "“" + " " * (len(speech.group()) - 2) + "”", paragraph)
    for left, right in sentence_spans(bare):
        touched = left + first < end and start < right + first
        if touched and (_instructs(bare[left:right]) or aimed_at_assistant(paragraph[left:right])):
            return True
    return False


@lru_cache(maxsize=4_096)
def without_instructions(text: str) -> str:
    """`text` without its sentences that command, ask, or speak to who reads it."""
    return " ".join(text[start:end] for start, end in sentence_spans(text) if not instructs_at(text, start, end))


@lru_cache(maxsize=4_096)
def commands(text: str) -> bool:
    """Whether a sentence of `text` tells a model what to do: it steers one, or orders a text to be made or changed.

    Questions, and what an article asks of its own readers ("Check out …", "Call the helpline"), are none.
    """
    return aimed_at_assistant(text) or any(_commands(text[start:end]) for start, end in sentence_spans(text))


def _commands(sentence: str) -> bool:
    core = _LEAD.sub("", _QUOTED.sub(" ", sentence))
    opening = _TWO_WORDS.match(core)
    first = opening[1].lower() if opening else ""
    return (
        _AT_MODEL.search(core) is not None
        or _WANTS.match(core) is not None
        or (first in _MAKES_TEXT and opening is not None and (opening[2] or "") not in _NO_OBJECT)
    )


@lru_cache(maxsize=4_096)
def aimed_at_assistant(text: str) -> bool:
    """Whether `text` tries to steer a model that reads it; strict enough to be said of a document."""
    return _STEERS.search(text) is not None or _FOREIGN.search(text) is not None


def _instructs(sentence: str) -> bool:
    if _ADDRESSED.search(sentence):
        return True
    core = _LEAD.sub("", sentence)
    if core.rstrip(" ”\"'’)]").endswith("?") or _ASKING.match(core):
        return True
    opening = _TWO_WORDS.match(core)
    if opening is None:
        return False
    first, second = opening[1].lower(), opening[2] or ""  # the second as written: "US" is not "us"
    if first in _ALSO_NOUNS:
        return second in _OBJECTS
    if first in _COMMANDS:
        return second not in _NO_OBJECT
    verb_like = not first.endswith(("ing", "ed", "ly", "s")) and first not in _OPENERS and first.isalpha()
    return sentence[:1].isupper() and verb_like and second in _OBJECTS
