type Stored = { type: string; url: string | null; mediaId: string | null };

/**
 * Fresh addresses for stored attachments, in the order of the stored ones. Webhooks and readings of one message name things
 * differently (facts 2.5, 4.1), so they meet by id, which media addresses carry as `asset_id`, else by kind and place.
 */
export function matchFreshUrls(stored: Stored[], fresh: Stored[]): (string | null)[] {
  const left = fresh.filter(({ url }) => url !== null);
  const take = (isMatch: (candidate: Stored) => boolean) => {
    const index = left.findIndex(isMatch);
    return index < 0 ? null : (left.splice(index, 1)[0]?.url ?? null);
  };
  const byId = stored.map((one) => take((other) => idsOf(other).some((id) => idsOf(one).includes(id))));
  return stored.map(
    (one, index) => byId[index] ?? (one.url ? take((other) => familyOf(other) === familyOf(one)) : null),
  );
}

function idsOf({ url, mediaId }: Stored): string[] {
  const assetId = url && URL.canParse(url) ? new URL(url).searchParams.get("asset_id") : null;
  return [mediaId, assetId].filter((id) => id !== null);
}

/** A reading calls everything that is shared a share, and a sticker an image. */
function familyOf({ type }: Stored): string {
  if (["post", "reel", "story", "unsupported", "unknown"].includes(type)) return "share";
  return type === "sticker" || type === "heart" ? "image" : type;
}
