/** What a small furniture workshop and its customers write to each other. `opens` begins a new subject. */
export type Line = { by: "customer" | "us"; text: string; opens?: true; reaction?: string; topic: Topic | null };

const ENGLISH = [
  "C Hi! Is the walnut side table still available?|U Hello! Yes, two are left. Would you like me to put one aside?|C Yes please, until Saturday 🙏|U Done. It is in the back with your name on it.|C You are the best|U See you on Saturday ❤️",
  "C Do you deliver to Basel?|U We do, on Tuesdays and Fridays. Delivery is CHF 40, up to the third floor.|C Third floor without a lift is fine?|U Of course. We carry it up and take the packaging with us.|C Then I order the oak bench. Friday would be perfect.|U Friday between 10 and 12. You will get a message when the van leaves.",
  "C The lamp arrived today and it is gorgeous ✨|U That makes our day! Would you share a photo?|C Tomorrow when there is light|C Quick question: which bulb do you recommend?|U A warm white E14 with 4 watts. Anything brighter will dazzle.|C Perfect, thank you!",
  'C Hello, my order 20418 still says "in preparation". Any news?|U Let me have a look.|U It was packed this morning and goes out with today\'s pick-up. Sorry for the wait!|C No worries, good to know|U You will find the tracking link in your mail by this evening.',
  "C What are your opening hours this week?|U Tuesday to Friday 10 to 18:30, Saturday 10 to 16. On Monday we build 🔨|C Great, I'll come by on Thursday",
  "C Saw your story about the workshop! Is there a place left?|U One in the Saturday group, 9 to 15, everything included.|C I'll take it!!|U Wonderful. Could you send me your e-mail address for the details?|C mira@example.com|U You're in. See you Saturday, wear something that may get dusty 😄",
  "C Can I return the shelf? It is a bit too wide for our hallway.|U Yes, within 30 days, no problem. Or shall we cut it? We can take off up to 8 cm.|C You can do that?|U For free. Bring it by any weekday and wait for a coffee.|C That is amazing service",
  "C Is the table also available in oak?|U In oak it is made to order, about five weeks. CHF 290.|C Hm, I need to talk to my partner|U Take your time. The offer stands for two weeks.",
  "C Hey, one of the drawers sticks a little|U I am sorry to hear that. Does it happen in damp weather?|C Now that you say it, yes!|U Rub a candle along the runners. If it still sticks we come by and plane it.|C Candle worked like magic 🕯️|U Happy to hear it!",
  "C How much is the small brass mirror?|U CHF 118, and there are three in the shop right now.|C Do you take TWINT?|U We do, and cards, and cash.",
];

const GERMAN = [
  "C Grüezi, gibt es den Nussbaum-Beistelltisch noch?|U Guten Tag! Ja, zwei Stück sind noch da. Soll ich einen für Sie zurücklegen?|C Sehr gern, bis Samstag wenn das geht|U Ist erledigt, er steht mit Ihrem Namen im Lager.|C Ganz lieben Dank 🙏|U Bis Samstag!",
  "C Liefern Sie auch nach Winterthur?|U Ja, immer dienstags und freitags. Die Lieferung kostet 40 Franken bis in den dritten Stock.|C Super, dann nehme ich die Eichenbank|U Freitag zwischen 10 und 12 Uhr? Sie bekommen eine Nachricht, wenn der Wagen losfährt.|C Passt perfekt 👍",
  "C Die Lampe ist heute angekommen, wunderschön!|U Das freut uns riesig! Dürfen wir ein Foto sehen?|C Morgen bei Tageslicht 😊|C Welches Leuchtmittel empfehlen Sie?|U Warmweiss, E14, 4 Watt. Heller würde blenden.|C Danke für die schnelle Antwort",
  "C Hallo, meine Bestellung 20731 steht immer noch auf «in Bearbeitung»|U Ich schaue gleich nach.|U Sie wurde heute früh verpackt und geht mit der Abholung um 16 Uhr raus. Entschuldigen Sie die Verzögerung!|C Kein Problem, Hauptsache sie kommt|U Den Link zur Sendungsverfolgung finden Sie heute Abend in Ihrer E-Mail.",
  "C Habt ihr am Samstag offen?|U Ja, von 10 bis 16 Uhr. Kommen Sie vorbei, es gibt Kaffee ☕|C Klingt gut, bis dann",
  "C Ich habe eure Story zum Oberflächenkurs gesehen. Gibt es noch Plätze?|U Einen am Samstag, 9 bis 15 Uhr, Material inbegriffen.|C Den nehme ich!|U Schön! Schicken Sie mir bitte noch Ihre E-Mail-Adresse für die Unterlagen?|C jana@example.ch|U Sie sind dabei. Ziehen Sie etwas an, das staubig werden darf 😄",
  "C Das Regal ist leider zu breit für unseren Flur. Kann ich es zurückgeben?|U Selbstverständlich, innert 30 Tagen. Oder sollen wir es kürzen? Bis 8 cm sind möglich.|C Das geht?|U Kostenlos. Bringen Sie es an einem Werktag vorbei und warten Sie bei einem Kaffee.|C Grossartiger Service, danke",
  "C Gibt es den Esszimmertisch auch in Eiche?|U In Eiche fertigen wir ihn auf Bestellung, etwa fünf Wochen. 1290 Franken.|C Ich bespreche es zu Hause|U Sehr gern, das Angebot gilt zwei Wochen.",
  "C Eine Schublade klemmt ein bisschen|U Das tut mir leid. Passiert es bei feuchtem Wetter?|C Jetzt, wo Sie es sagen: ja!|U Reiben Sie die Laufleisten mit einer Kerze ein. Hilft das nicht, kommen wir und hobeln nach.|C Die Kerze hat geholfen 🕯️|U Wunderbar!",
  "C Was kostet der kleine Messingspiegel?|U 118 Franken, drei Stück sind im Laden.|C Kann ich mit TWINT zahlen?|U Ja, auch mit Karte oder bar.",
];

export type Topic = "order" | "delivery" | "praise" | "course" | "return" | "quote" | "complaint";

/** What the dialogues are about, in their order, which is the same in both languages. */
const TOPICS: (Topic | null)[] = [
  "order",
  "delivery",
  "praise",
  "order",
  null,
  "course",
  "return",
  "quote",
  "complaint",
  "quote",
];

/** The labels a workshop would make of it. */
export const LABELS: Record<"en" | "de", Record<Topic, string>> = {
  en: {
    order: "Order",
    delivery: "Delivery",
    praise: "Praise",
    course: "Course",
    return: "Return",
    quote: "Quote",
    complaint: "Complaint",
  },
  de: {
    order: "Bestellung",
    delivery: "Lieferung",
    praise: "Lob",
    course: "Kurs",
    return: "Rückgabe",
    quote: "Offerte",
    complaint: "Reklamation",
  },
};

export const LABEL_COLORS: Record<Topic, string> = {
  order: "blue",
  delivery: "teal",
  praise: "pink",
  course: "violet",
  return: "amber",
  quote: "green",
  complaint: "red",
};

/** One dialogue a string: lines apart by a bar, `C` for the customer, `U` for us; a heart after ours is the customer's reaction. */
export const DIALOGUES: Record<"en" | "de", Line[][]> = { en: ENGLISH.map(readDialogue), de: GERMAN.map(readDialogue) };

function readDialogue(dialogue: string, position: number): Line[] {
  return dialogue.split("|").map((line, index): Line => {
    const by = line.startsWith("C") ? "customer" : "us";
    const text = line.slice(2);
    const hasReaction = by === "us" && index === 3 && position % 2 === 0;
    const topic = TOPICS[position] ?? null;
    return { by, text, topic, ...(index === 0 ? { opens: true } : {}), ...(hasReaction ? { reaction: "❤️" } : {}) };
  });
}

const NAMES = {
  en: "Mira Novak|Tom Keller|Olivia Brown|James Carter|Sofia Rossi|Noah Martin|Emma Wilson|Liam Murphy|Zoe Laurent|Priya Sharma|Daniel Kim|Hannah Scott|Lucas Silva|Grace Evans|Omar Haddad|Chloe Dubois|Ethan Ward|Yuki Tanaka",
  de: "Lena Wirth|Aylin Demir|Jonas Schäfer|Marie Weiß|Lukas Bühler|Anna Huber|Felix Zürcher|Nina Baumann|Paul Gerber|Sophie Lüthi|Jan Vogel|Laura Meier|Tim Brönnimann|Julia Frei|Moritz Krüger|Selin Yıldız|David Ammann|Carla Hofer",
};

export const PEOPLE = (["en", "de"] as const).flatMap((language) =>
  NAMES[language].split("|").map((name) => {
    const [first = "", last = ""] = name.split(" ");
    return { first, last, language };
  }),
);
