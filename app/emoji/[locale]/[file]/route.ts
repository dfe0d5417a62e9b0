import deData from "emojibase-data/de/data.json";
import deMessages from "emojibase-data/de/messages.json";
import enData from "emojibase-data/en/data.json";
import enMessages from "emojibase-data/en/messages.json";

const FILES: Record<string, unknown> = {
  "en/data.json": enData,
  "en/messages.json": enMessages,
  "de/data.json": deData,
  "de/messages.json": deMessages,
};

/** Written once by the build: the emoji picker's data, from our own address. */
export const dynamic = "force-static";
export const dynamicParams = false;

export function generateStaticParams() {
  return Object.keys(FILES).map((path) => {
    const [locale = "", file = ""] = path.split("/");
    return { locale, file };
  });
}

export async function GET(_: Request, { params }: { params: Promise<{ locale: string; file: string }> }) {
  const { locale, file } = await params;
  return Response.json(FILES[`${locale}/${file}`], { headers: { "cache-control": "public, max-age=604800" } });
}
