/** What a small furniture workshop and its customers write to each other. `opens` begins a new subject. */
export type Line = { by: "customer" | "us"; text: string; opens?: true; reaction?: string; topic: Topic | null };

export type Topic = "order" | "delivery" | "praise" | "course" | "return" | "quote" | "complaint";

/** What it is about, and its lines apart by a bar: `C` for the customer, `U` for us. */
type Dialogue = [topic: Topic | null, lines: string];

const ENGLISH: Dialogue[] = [
  [
    "order",
    "C Hi! Is the walnut side table still available?|U Hello! Yes, two are left. Would you like me to put one aside?|C Yes please, until Saturday 🙏|U Done. It is in the back with your name on it.|C You are the best|U See you on Saturday ❤️",
  ],
  [
    "delivery",
    "C Do you deliver to Basel?|U We do, on Tuesdays and Fridays. Delivery is CHF 40, up to the third floor.|C Third floor without a lift is fine?|U Of course. We carry it up and take the packaging with us.|C Then I order the oak bench. Friday would be perfect.|U Friday between 10 and 12. You will get a message when the van leaves.",
  ],
  [
    "praise",
    "C The lamp arrived today and it is gorgeous ✨|U That makes our day! Would you share a photo?|C Tomorrow when there is light|C Quick question: which bulb do you recommend?|U A warm white E14 with 4 watts. Anything brighter will dazzle.|C Perfect, thank you!",
  ],
  [
    "order",
    'C Hello, my order 20418 still says "in preparation". Any news?|U Let me have a look.|U It was packed this morning and goes out with today\'s pick-up. Sorry for the wait!|C No worries, good to know|U You will find the tracking link in your mail by this evening.',
  ],
  [
    null,
    "C What are your opening hours this week?|U Tuesday to Friday 10 to 18:30, Saturday 10 to 16. On Monday we build 🔨|C Great, I'll come by on Thursday",
  ],
  [
    "course",
    "C Saw your story about the workshop! Is there a place left?|U One in the Saturday group, 9 to 15, everything included.|C I'll take it!!|U Wonderful. Could you send me your e-mail address for the details?|C mira@example.com|U You're in. See you Saturday, wear something that may get dusty 😄",
  ],
  [
    "return",
    "C Can I return the shelf? It is a bit too wide for our hallway.|U Yes, within 30 days, no problem. Or shall we cut it? We can take off up to 8 cm.|C You can do that?|U For free. Bring it by any weekday and wait for a coffee.|C That is amazing service",
  ],
  [
    "quote",
    "C Is the table also available in oak?|U In oak it is made to order, about five weeks. CHF 290.|C Hm, I need to talk to my partner|U Take your time. The offer stands for two weeks.",
  ],
  [
    "complaint",
    "C Hey, one of the drawers sticks a little|U I am sorry to hear that. Does it happen in damp weather?|C Now that you say it, yes!|U Rub a candle along the runners. If it still sticks we come by and plane it.|C Candle worked like magic 🕯️|U Happy to hear it!",
  ],
  [
    "quote",
    "C How much is the small brass mirror?|U CHF 118, and there are three in the shop right now.|C Do you take TWINT?|U We do, and cards, and cash.",
  ],
  [
    "quote",
    "C Could you make a bench 1.60 m long for our entrance? Ash, if possible.|U We could. In ash, oiled, with a shelf for shoes below it would be CHF 640.|C And how long would it take?|U Six weeks from the day you say yes. Shall I send a drawing?|C Yes please!|U It is in your inbox tomorrow morning.",
  ],
  [
    "delivery",
    "C The driver says he is outside but nobody is here??|U Sorry, he is twenty minutes early. Can he ring at the neighbour's?|C At Vogt's on the second floor, they are in|U He is on his way up. Thank you!|C All there, not a scratch 👌",
  ],
  [
    "complaint",
    "C One leg of the chair wobbles since last week|U That should not happen. Could you send a photo of the joint?|C The glue has come off, I think|U Then it goes back to the bench. We collect it on Tuesday and lend you another one meanwhile.|C Very kind, thank you",
  ],
  [
    "order",
    "C Can I still change my order from oiled to waxed?|U Yes, it is not in the finishing room yet. Changed!|C You just saved my weekend 😅|U With pleasure.",
  ],
  [
    "course",
    "C Is the spoon carving course also for beginners?|U Especially for them. Bring nothing but time, the knives are ours.|C Can my daughter join? She is 13|U From 12 on with a grown-up, so yes.|C Then two places for November please|U Booked: two places, Saturday the 21st.",
  ],
  [
    "praise",
    "C Just wanted to say that the table is the heart of our kitchen now ❤️|U You made our day. May we share your photo in our story?|C Of course!|U Thank you, we will tag you.",
  ],
  [
    "order",
    "C Do you have the stool in black too?|U Black-stained ash, two in the shop. CHF 148.|C Could you put one aside for me, name is Rossi|U Done, until Thursday evening.",
  ],
  [null, "C Do you have parking?|U Two spaces in the courtyard, the left ones. Ring if they are taken.|C Great"],
  [
    "return",
    "C My mother would like to exchange the lamp for the bigger one. Is that ok without the box?|U Without the box is fine, as long as the bulb comes along 😊|C Haha it will|U Then see you soon.",
  ],
  [
    "quote",
    "C We are opening a small café and need eight tables, 60 by 60. Do you do that?|U Gladly. Round edges or straight, and which wood?|C Beech, round, and they have to survive red wine|U Beech with hard oil, CHF 310 each from eight on, five weeks.|C Could you send it as an offer? Our accountant wants paper|U It goes out today, with two samples of the oil.",
  ],
  [
    "delivery",
    "C Could you deliver in the evening, after 6?|U On Fridays until 8. Next one is free at 7.|C Perfect, take it|U Noted: Friday at 7, third floor, we bring straps.",
  ],
  [
    "complaint",
    "C I ordered two candle holders but got one|U I am sorry! The second one is on the packing table. It leaves today, express.|C Thanks for the quick answer",
  ],
  [
    "order",
    "C Is there a waiting list for the cutting boards?|U There is now, and you are number one.|C 😂 perfect|U We write to you as soon as they are out of the oil, in about ten days.",
  ],
  [
    "quote",
    "C How much would it be to sand and oil my grandmother's sideboard again?|U Difficult to say without seeing it. A photo of the top and of one door would help.|C I'll take some tonight when I'm home|U Good. As a rough idea: between CHF 280 and 400.",
  ],
];

const GERMAN: Dialogue[] = [
  [
    "order",
    "C Grüezi, gibt es den Nussbaum-Beistelltisch noch?|U Guten Tag! Ja, zwei Stück sind noch da. Soll ich einen für Sie zurücklegen?|C Sehr gern, bis Samstag wenn das geht|U Ist erledigt, er steht mit Ihrem Namen im Lager.|C Ganz lieben Dank 🙏|U Bis Samstag!",
  ],
  [
    "delivery",
    "C Liefern Sie auch nach Winterthur?|U Ja, immer dienstags und freitags. Die Lieferung kostet 40 Franken bis in den dritten Stock.|C Super, dann nehme ich die Eichenbank|U Freitag zwischen 10 und 12 Uhr? Sie bekommen eine Nachricht, wenn der Wagen losfährt.|C Passt perfekt 👍",
  ],
  [
    "praise",
    "C Die Lampe ist heute angekommen, wunderschön!|U Das freut uns riesig! Dürfen wir ein Foto sehen?|C Morgen bei Tageslicht 😊|C Welches Leuchtmittel empfehlen Sie?|U Warmweiss, E14, 4 Watt. Heller würde blenden.|C Danke für die schnelle Antwort",
  ],
  [
    "order",
    "C Hallo, meine Bestellung 20731 steht immer noch auf «in Bearbeitung»|U Ich schaue gleich nach.|U Sie wurde heute früh verpackt und geht mit der Abholung um 16 Uhr raus. Entschuldigen Sie die Verzögerung!|C Kein Problem, Hauptsache sie kommt|U Den Link zur Sendungsverfolgung finden Sie heute Abend in Ihrer E-Mail.",
  ],
  [
    null,
    "C Habt ihr am Samstag offen?|U Ja, von 10 bis 16 Uhr. Kommen Sie vorbei, es gibt Kaffee ☕|C Klingt gut, bis dann",
  ],
  [
    "course",
    "C Ich habe eure Story zum Oberflächenkurs gesehen. Gibt es noch Plätze?|U Einen am Samstag, 9 bis 15 Uhr, Material inbegriffen.|C Den nehme ich!|U Schön! Schicken Sie mir bitte noch Ihre E-Mail-Adresse für die Unterlagen?|C jana@example.ch|U Sie sind dabei. Ziehen Sie etwas an, das staubig werden darf 😄",
  ],
  [
    "return",
    "C Das Regal ist leider zu breit für unseren Flur. Kann ich es zurückgeben?|U Selbstverständlich, innert 30 Tagen. Oder sollen wir es kürzen? Bis 8 cm sind möglich.|C Das geht?|U Kostenlos. Bringen Sie es an einem Werktag vorbei und warten Sie bei einem Kaffee.|C Grossartiger Service, danke",
  ],
  [
    "quote",
    "C Gibt es den Esszimmertisch auch in Eiche?|U In Eiche fertigen wir ihn auf Bestellung, etwa fünf Wochen. 1290 Franken.|C Ich bespreche es zu Hause|U Sehr gern, das Angebot gilt zwei Wochen.",
  ],
  [
    "complaint",
    "C Eine Schublade klemmt ein bisschen|U Das tut mir leid. Passiert es bei feuchtem Wetter?|C Jetzt, wo Sie es sagen: ja!|U Reiben Sie die Laufleisten mit einer Kerze ein. Hilft das nicht, kommen wir und hobeln nach.|C Die Kerze hat geholfen 🕯️|U Wunderbar!",
  ],
  [
    "quote",
    "C Was kostet der kleine Messingspiegel?|U 118 Franken, drei Stück sind im Laden.|C Kann ich mit TWINT zahlen?|U Ja, auch mit Karte oder bar.",
  ],
  [
    "quote",
    "C Könnten Sie eine Bank für unseren Eingang machen, 1.60 m lang? Am liebsten Esche.|U Sehr gern. In Esche geölt, mit einem Fach für Schuhe, wären es 640 Franken.|C Und wie lange würde das dauern?|U Sechs Wochen ab Ihrer Zusage. Soll ich eine Zeichnung schicken?|C Ja bitte!|U Sie haben sie morgen früh.",
  ],
  [
    "delivery",
    "C Der Chauffeur steht vor dem Haus, aber ich bin noch unterwegs??|U Entschuldigung, er ist zwanzig Minuten zu früh. Darf er bei den Nachbarn klingeln?|C Bei Vogt im zweiten Stock, die sind da|U Er ist auf dem Weg nach oben. Vielen Dank!|C Alles da, ohne einen Kratzer 👌",
  ],
  [
    "complaint",
    "C Ein Stuhlbein wackelt seit letzter Woche|U Das darf nicht sein. Können Sie die Verbindung fotografieren?|C Ich glaube, der Leim hat sich gelöst|U Dann kommt er zurück in die Werkstatt. Wir holen ihn am Dienstag ab und leihen Ihnen solange einen anderen.|C Sehr nett, danke",
  ],
  [
    "order",
    "C Kann ich meine Bestellung noch von geölt auf gewachst ändern?|U Ja, sie ist noch nicht in der Oberfläche. Geändert!|C Sie retten mein Wochenende 😅|U Sehr gern.",
  ],
  [
    "course",
    "C Ist der Löffelschnitzkurs auch etwas für Anfänger?|U Gerade für sie. Bringen Sie nur Zeit mit, die Messer sind von uns.|C Darf meine Tochter mit? Sie ist 13|U Ab 12 in Begleitung, also ja.|C Dann bitte zwei Plätze im November|U Gebucht: zwei Plätze am Samstag, 21.",
  ],
  [
    "praise",
    "C Ich wollte nur sagen: Der Tisch ist jetzt das Herz unserer Küche ❤️|U Das freut uns sehr. Dürfen wir Ihr Foto in unserer Story teilen?|C Klar!|U Danke, wir verlinken Sie.",
  ],
  [
    "order",
    "C Gibt es den Hocker auch in Schwarz?|U Esche schwarz gebeizt, zwei sind im Laden. 148 Franken.|C Legen Sie mir bitte einen zurück, auf den Namen Rossi|U Ist gemacht, bis Donnerstagabend.",
  ],
  [null, "C Hat es bei Ihnen Parkplätze?|U Zwei im Hof, die linken. Klingeln Sie, wenn sie besetzt sind.|C Super"],
  [
    "return",
    "C Meine Mutter möchte die Lampe gegen die grössere tauschen. Geht das auch ohne Schachtel?|U Ohne Schachtel ist in Ordnung, wenn die Birne mitkommt 😊|C Haha, kommt mit|U Dann bis bald.",
  ],
  [
    "quote",
    "C Wir eröffnen ein kleines Café und brauchen acht Tische, 60 auf 60. Machen Sie so etwas?|U Sehr gern. Runde oder gerade Kanten, und welches Holz?|C Buche, rund, und sie müssen Rotwein überleben|U Buche mit Hartöl, ab acht Stück je 310 Franken, fünf Wochen.|C Können Sie mir das als Offerte schicken? Die Buchhaltung will Papier|U Sie geht heute raus, mit zwei Ölmustern.",
  ],
  [
    "delivery",
    "C Könnten Sie abends liefern, nach 18 Uhr?|U Freitags bis 20 Uhr. Der nächste ist um 19 Uhr noch frei.|C Perfekt, den nehme ich|U Notiert: Freitag um 19 Uhr, dritter Stock, wir bringen Gurten mit.",
  ],
  [
    "complaint",
    "C Ich habe zwei Kerzenhalter bestellt, aber nur einen bekommen|U Das tut mir leid! Der zweite steht noch auf dem Packtisch. Er geht heute per Express raus.|C Danke für die schnelle Antwort",
  ],
  [
    "order",
    "C Gibt es für die Schneidebretter eine Warteliste?|U Jetzt schon, und Sie sind Nummer eins.|C 😂 perfekt|U Wir schreiben Ihnen, sobald sie aus dem Öl kommen, in etwa zehn Tagen.",
  ],
  [
    "quote",
    "C Was würde es kosten, das Sideboard meiner Grossmutter neu zu schleifen und zu ölen?|U Ohne es zu sehen ist das schwierig. Ein Foto der Platte und einer Tür würde helfen.|C Mache ich heute Abend, wenn ich zu Hause bin|U Gut. Als Anhaltspunkt: zwischen 280 und 400 Franken.",
  ],
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

export const DIALOGUES: Record<"en" | "de", Line[][]> = { en: ENGLISH.map(readDialogue), de: GERMAN.map(readDialogue) };

/** Every other one has a heart of the customer's on our second answer. */
function readDialogue([topic, lines]: Dialogue, position: number): Line[] {
  return lines.split("|").map((line, index): Line => {
    const by = line.startsWith("C") ? "customer" : "us";
    const hasReaction = by === "us" && index === 3 && position % 2 === 0;
    const more = { ...(index === 0 && { opens: true as const }), ...(hasReaction && { reaction: "❤️" }) };
    return { by, text: line.slice(2), topic, ...more };
  });
}

const NAMES = {
  en: {
    first:
      "Mira Tom Olivia James Sofia Noah Emma Liam Zoe Priya Daniel Hannah Lucas Grace Omar Chloe Ethan Yuki Clara Ben Isla",
    last: "Novak Keller Brown Carter Rossi Martin Wilson Murphy Laurent Sharma Kim Scott Silva Evans Haddad Dubois Ward Tanaka Hughes Olsen Reid",
  },
  de: {
    first:
      "Lena Aylin Jonas Marie Lukas Anna Felix Nina Paul Sophie Jan Laura Tim Julia Moritz Selin David Carla Urs Vreni Mathis",
    last: "Wirth Demir Schäfer Weiss Bühler Huber Zürcher Baumann Gerber Lüthi Vogel Meier Brönnimann Frei Krüger Yıldız Ammann Hofer Steiner Kunz Egli",
  },
};

/** The same number is the same person; a few hundred of them pass before a name comes again. */
export function nameOf(language: "en" | "de", number: number): { first: string; last: string } {
  const [firsts, lasts] = [NAMES[language].first.split(" "), NAMES[language].last.split(" ")];
  const turn = Math.floor(number / firsts.length);
  const first = firsts[(number * 8) % firsts.length] ?? "";
  return { first, last: lasts[(number * 5 + turn) % lasts.length] ?? "" };
}
