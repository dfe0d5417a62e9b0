import type { z } from "zod";
import type { findApiKey, Permission } from "./keys.ts";

/** What a live key stands for: a program of one workspace. */
export type ApiKey = NonNullable<Awaited<ReturnType<typeof findApiKey>>> & { apiKeyId: string };

export type ApiCall<Path, Query, Body> = {
  key: ApiKey;
  path: Path;
  query: Query;
  body: Body;
  request: Request;
  /** What an `Idempotency-Key` stands for. */
  claimed: unknown;
  /** Of the file that came along in a form. */
  uploadId?: string | undefined;
};

/** What a body says, what an `Idempotency-Key` stands for, and the file that came along. */
export type ReadBody = { body: unknown; claimed: unknown; uploadId?: string };

/** A body as multipart/form-data: its description and, where it says the same as JSON, how it is read. */
export type FormReader = { schema: z.ZodType; read?: (key: ApiKey, request: Request) => Promise<ReadBody> };

/** An answer other than 200 with the declared schema. */
export class Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Record<string, string>;

  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

type Described = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** As OpenAPI writes it, below `/api`: `/v1/accounts/{accountId}`. */
  address: string;
  operationId: string;
  summary: string;
  tag: string;
  /** What the key needs; by default `read` for GET and `read-write` for all else. */
  permission?: Permission;
  /** Where files may come along. */
  form?: FormReader;
  /** Further successful answers, by status. */
  also?: Record<number, { description: string; schema: z.ZodType }>;
};

type Schemas<Path, Query, Body, Result> = { path?: Path; query?: Query; body?: Body; result: Result };

type Out<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export type ApiRoute = Described &
  Schemas<z.ZodObject, z.ZodObject, z.ZodType, z.ZodType> & {
    run: (call: ApiCall<unknown, unknown, unknown>) => Promise<unknown>;
  };

/**
 * One address of the developer API. Its schemas validate the request, type the answer and make the OpenAPI document; `run`
 * makes one domain call and shapes what it brings.
 */
export function apiRoute<
  Result extends z.ZodType,
  Path extends z.ZodObject | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
>(
  route: Described &
    Schemas<Path, Query, Body, Result> & {
      run: (call: ApiCall<Out<Path>, Out<Query>, Out<Body>>) => Promise<z.input<Result> | Answer>;
    },
): ApiRoute {
  return route as unknown as ApiRoute;
}
