import type { Settings } from "./settings.ts";
import type { Account, Customer, State } from "./state.ts";

/** The world a fresh simulator starts with: two businesses, a private person, and six customers. */
export function defaultState(settings: Settings): State {
  return {
    clock_offset: 0,
    public_url: null,
    last_micros: 0,
    app: {
      mode: "live",
      deactivated: false,
      human_agent: true,
      wrapped_exchange: false,
      wrapped_me: false,
      exchange_user_id_as_string: false,
      personal_accounts: "refuse",
      error_language: "en",
      long_lived_seconds: 5_184_000,
      enforce_rate_limits: false,
      webhook_fields: null,
    },
    webhooks: {
      ...webhookDefaults(),
      url: settings.webhookUrl,
      verify_token: settings.verifyToken,
      verified: false,
    },
    accounts: accounts(),
    customers: customers(),
    threads: [],
    comments: [],
    codes: [],
    tokens: [],
    assets: [],
    uploads: [],
    faults: [],
    outbox: [],
    held: [],
    sends: [],
    calls: [],
    fetches: [],
  };
}

/** Delivery as well-behaved as Instagram gets; everything in it can be switched through the control API. */
export function webhookDefaults() {
  return {
    secret: null,
    hold: false,
    delay_ms: 0,
    duplicate: 1,
    drop: 0,
    shuffle_ms: 0,
    batch_ms: 0,
    seed: 1,
    timeout_ms: 10_000,
    echo: "after" as const,
    echo_delay_ms: 0,
    echo_duplicate: 1,
    timestamps: "ms" as const,
    envelope: "messaging" as const,
    share_twins: false,
    stray_edit: false,
    retry_ms: [500, 2_000, 5_000, 15_000, 60_000],
  };
}

function accounts(): Account[] {
  const common = { tester: true, message_access: true, subscribed_fields: [], ice_breakers: [], persistent_menu: [] };
  return [
    {
      ...common,
      user_id: "17841467203918254",
      id: "27310846592217703",
      self_id: "1039921748806613",
      username: "brassmoonstudio",
      name: "Brass Moon Studio",
      account_type: "BUSINESS",
      picture: "sample:logo-brass",
      followers_count: 1834,
      follows_count: 412,
      media_count: 268,
      posts: [
        {
          id: "18094471230562817",
          kind: "post",
          title: "Autumn restock: walnut side tables, three sizes. Link in bio.",
          asset: "sample:walnut",
        },
        { id: "18094471230562900", kind: "post", title: "New brass lamps are here.", asset: "sample:lamp" },
        { id: "17931840562290417", kind: "reel", title: "How we oil a table top", asset: "sample:clip" },
      ],
      story: { id: "18070554418239116", asset: "sample:lamp" },
    },
    {
      ...common,
      user_id: "17841400998877661",
      id: "28978671838402975",
      self_id: "1039921748806700",
      username: "nordlicht.keramik",
      name: "Nordlicht Keramik",
      account_type: "MEDIA_CREATOR",
      picture: "sample:logo-nord",
      followers_count: 9120,
      follows_count: 230,
      media_count: 77,
      posts: [
        { id: "18055510020030040", kind: "post", title: "Glaze no. 12, fresh from the kiln.", asset: "sample:bowl" },
        { id: "17906265141506851", kind: "reel", title: "Workshop tour", asset: "sample:clip" },
      ],
      story: { id: "18021176645590833", asset: "sample:bowl" },
    },
    {
      ...common,
      user_id: "17841455500112233",
      id: "26160319576992690",
      self_id: "1039921748806800",
      username: "mira.privat",
      name: "Mira Privat",
      account_type: "PERSONAL",
      picture: "sample:face-mira",
      followers_count: 142,
      follows_count: 180,
      media_count: 31,
      posts: [],
      story: { id: "18021176645590900", asset: "sample:lake" },
    },
  ];
}

const HOME = "17841467203918254";

function customers(): Customer[] {
  return [
    customer("1284407719365528", "lena.wirth.foto", "Lena Wirth", {
      follower_count: 512,
      is_user_follow_business: true,
    }),
    customer("822960147735094", "tom_k_82", "Tom Keller", { follower_count: 188 }),
    customer("1730015528846612", "aylin.demir", "Aylin Demir", { follower_count: 2304, is_user_follow_business: true }),
    customer("1405582093317746", "casa_morandi", "Giulia Morandi", {
      follower_count: 48_210,
      is_verified_user: true,
      is_business_follow_user: true,
    }),
    customer("993018274465510", "jo_nameless", null, { follower_count: 3, picture: null }),
    customer("1118823097456621", "noah.brandt", "Noah Brandt", { follower_count: 77 }),
  ];
}

function customer(igsid: string, username: string, name: string | null, more: Partial<Customer>): Customer {
  return {
    igsid,
    igsids: { [HOME]: igsid },
    username,
    name,
    picture: `sample:face-${username}-${["tom_k_82", "noah.brandt"].includes(username) ? "short" : "long"}`,
    follower_count: 0,
    is_verified_user: false,
    is_user_follow_business: false,
    is_business_follow_user: false,
    consented: [],
    consents_always: false,
    unavailable: false,
    ...more,
  };
}
