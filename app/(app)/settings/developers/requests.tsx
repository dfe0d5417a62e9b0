import { z } from "zod";
import { RequestSection } from "#components/settings/request-section.tsx";
import type { ApiKeySummary } from "#lib/api/keys.ts";
import { listRequests, MAX_REQUESTS_LISTED, type RequestFilter } from "#lib/api/request-queries.ts";
import type { Member } from "#lib/members/member.ts";
import type { Query } from "./webhooks.tsx";

/** What programs asked of the API in the last thirty days. */
export async function Requests({ member, keys, query }: { member: Member; keys: ApiKeySummary[]; query: Query }) {
  const filter = readFilter(query);
  const requests = await listRequests(member, filter);
  const oldest = requests.length === MAX_REQUESTS_LISTED ? requests.at(-1)?.id : undefined;
  return (
    <RequestSection
      requests={requests}
      keys={keys.map(({ id, name }) => ({ id, name }))}
      filter={filter}
      newestHref={filter.before === undefined ? null : hrefOf({ ...filter, before: undefined })}
      olderHref={oldest === undefined ? null : hrefOf({ ...filter, before: oldest })}
    />
  );
}

const filters = z.object({
  search: z.string().trim().max(200).optional().catch(undefined),
  key: z.uuid().optional().catch(undefined),
  errors: z.literal("only").optional().catch(undefined),
  olderThan: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional().catch(undefined),
});

function readFilter(query: Query): RequestFilter {
  const { search, key, errors, olderThan } = filters.parse(query);
  return { search: search || undefined, apiKeyId: key, onlyErrors: errors === "only", before: olderThan };
}

function hrefOf({ search, apiKeyId, onlyErrors, before }: RequestFilter): string {
  const query = new URLSearchParams({
    ...(search ? { search } : {}),
    ...(apiKeyId ? { key: apiKeyId } : {}),
    ...(onlyErrors ? { errors: "only" } : {}),
    ...(before === undefined ? {} : { olderThan: String(before) }),
  });
  return `?${query}#requests`;
}
