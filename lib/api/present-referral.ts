import { z } from "zod";

const FIELDS = {
  adId: "meta_ad_id",
  source: "meta_ad_source",
  type: "meta_ad_type",
  ref: "meta_ad_ref",
  adTitle: "meta_ad_title",
  photoUrl: "meta_ad_photo_url",
  videoUrl: "meta_ad_video_url",
} as const;

export const referralShape = z.object({
  meta_ad_id: z.string().optional(),
  meta_ad_source: z.string().optional(),
  meta_ad_type: z.string().optional(),
  meta_ad_ref: z.string().optional(),
  meta_ad_title: z.string().optional(),
  meta_ad_photo_url: z.string().optional(),
  meta_ad_video_url: z.string().optional(),
  meta_ad_captured_at: z.string(),
});

/** The ad or link a conversation began with: only what Instagram supplied. */
export function presentReferral(
  referral: Partial<Record<keyof typeof FIELDS, string | null>>,
  at: Date,
): z.input<typeof referralShape> {
  const supplied = Object.entries(FIELDS).flatMap(([ours, theirs]) => {
    const value = referral[ours as keyof typeof FIELDS];
    return value ? [[theirs, value]] : [];
  });
  return { ...Object.fromEntries(supplied), meta_ad_captured_at: at.toISOString() };
}
