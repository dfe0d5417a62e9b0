/**
 * True for what is guessed first: a common word with digits or signs around it, one pattern over and over, a run along
 * the keyboard or the alphabet, or the person's own address.
 */
export function isCommonPassword(password: string, email: string): boolean {
  const text = password.toLowerCase();
  const plain = text.replace(/^[\s!-@[-`{-~]+|[\s!-@[-`{-~]+$/g, "");
  const core = deLeet(plain);
  const local = email.split("@")[0] ?? "";
  return (
    [text, plain, core].some((candidate) => isWords(candidate)) ||
    text === email ||
    (local !== "" && plain === local) ||
    isRepetition(text) ||
    isRun(text)
  );
}

const WORDS = [
  "password passwort passw0rd pass pwd admin administrator root user guest test testing login welcome willkommen letmein hello hallo",
  "changeme default secret geheim master qwerty qwertz qwertyuiop qwertzuiop azerty asdf asdfgh asdfghjkl zxcvbn yxcvbn qazwsx qweasd",
  "iloveyou love baby sunshine princess prinzessin monkey dragon football fussball baseball superman batman shadow michael jordan",
  "charlie donald trustno abc abcdef instagram facebook google antwort inbox summer sommer winter spring herbst autumn sonne",
  "schatz computer internet samsung pokemon starwars whatever freedom flower lovely nothing access ashley daniel thomas jessica",
].flatMap((line) => line.split(" "));

/** One common word, or nothing but common words in a row. Only digits and signs is no better. */
function isWords(text: string): boolean {
  if (text === "") return true;
  return wordsOnly.test(text);
}

const wordsOnly = new RegExp(`^(?:${WORDS.toSorted((a, b) => b.length - a.length).join("|")}){1,6}$`);

function deLeet(text: string): string {
  const plain: Record<string, string> = {
    "0": "o",
    "1": "i",
    "3": "e",
    "4": "a",
    "5": "s",
    "7": "t",
    "@": "a",
    $: "s",
    "!": "i",
  };
  return text.replace(/[013457@$!]/g, (sign) => plain[sign] ?? sign);
}

function isRepetition(text: string): boolean {
  return /^(.{1,4})\1{2,}.{0,3}$/s.test(text);
}

/** Three quarters of the steps go on by one, as in 123456789012 or abcdefghijkl. */
function isRun(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => Math.abs(code - (codes[index] ?? 0)));
  return steps.filter((step) => step === 1 || step === 9).length >= steps.length * 0.75;
}
