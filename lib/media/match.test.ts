import { expect, test } from "vitest";
import { matchFreshUrls } from "./match.ts";

const cdn = (assetId: number | null, signature: string) =>
  `https://lookaside.fbsbx.com/ig_messaging_cdn/?${assetId === null ? "" : `asset_id=${assetId}&`}signature=${signature}`;
const one = (type: string, url: string | null, mediaId: string | null = null) => ({ type, url, mediaId });

test.each([
  ["the id in the address", [one("image", cdn(1, "old"))], [one("image", cdn(1, "new"), "1")], [cdn(1, "new")]],
  [
    "ids, whatever the order",
    [one("image", cdn(1, "old")), one("image", cdn(2, "old"))],
    [one("image", cdn(2, "new")), one("image", cdn(1, "new"))],
    [cdn(1, "new"), cdn(2, "new")],
  ],
  [
    "ids before places",
    [one("image", cdn(null, "old")), one("image", cdn(2, "old"))],
    [one("image", cdn(2, "new")), one("image", cdn(3, "new"))],
    [cdn(3, "new"), cdn(2, "new")],
  ],
  ["the id of what is shared", [one("post", cdn(7, "old"), "18")], [one("post", cdn(8, "new"), "18")], [cdn(8, "new")]],
  [
    "a reel, which a reading calls a share",
    [one("reel", cdn(1, "old"))],
    [one("post", cdn(2, "new"))],
    [cdn(2, "new")],
  ],
  [
    "kinds apart from each other",
    [one("video", cdn(null, "v")), one("image", cdn(null, "i"))],
    [one("image", cdn(5, "new")), one("video", cdn(6, "new"))],
    [cdn(6, "new"), cdn(5, "new")],
  ],
  ["nothing, where nothing is left", [one("image", cdn(1, "old"))], [], [null]],
  ["nothing for another kind", [one("image", cdn(1, "old"))], [one("video", cdn(2, "new"))], [null]],
  ["nothing for what never had an address", [one("ephemeral", null)], [one("image", cdn(2, "new"))], [null]],
])("fresh addresses are found by %s", (_what, stored, fresh, urls) => {
  expect(matchFreshUrls(stored, fresh)).toEqual(urls);
});
