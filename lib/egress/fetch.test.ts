import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { memoryHeld } from "#test/memory.ts";

/** `far.example` is a public address at first sight and ours at the second, as in a rebinding attack. */
const names = new Map<string, string[][]>();
vi.mock("node:dns/promises", async (original) => ({
  ...(await original<typeof import("node:dns/promises")>()),
  lookup: async (host: string) => {
    const answers = names.get(host);
    const addresses = (answers && answers.length > 1 ? answers.shift() : answers?.[0]) ?? ["127.0.0.1", "::1"];
    return addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
  },
}));

const trap = createServer((_request, response) => response.end("you should not be here"));
const host = createServer((request, response) => answer(request, response));
let answer: RequestListener = () => undefined;
let connections = 0;

beforeAll(async () => {
  trap.on("connection", () => connections++);
  await Promise.all([listen(trap), listen(host)]);
  process.env.EGRESS_ALLOW = `127.0.0.1:${portOf(host)}, 127.0.0.9/32, trusted.example`;
});
beforeEach(() => {
  connections = 0;
});
afterAll(() => {
  trap.closeAllConnections();
  host.closeAllConnections();
  trap.close();
  host.close();
});

describe("addresses that are not public", () => {
  const spellings = [
    "127.0.0.1",
    "127.1",
    "127.0.0.1.",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "①②⑦.⓪.⓪.①",
    "127.0.0.53",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST.",
    "any.name.at.all",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "100.64.0.1",
    "100.100.100.200",
    "169.254.169.254",
    "2852039166",
    "168.63.129.16",
    "192.0.0.192",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[::127.0.0.1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:169.254.169.254]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::7f00:1]",
    "[2002:7f00:1::]",
    "[2001:0:7f00:1::]",
    "[fe80::1]",
    "[fec0::1]",
    "[fc00::1]",
    "[fd00:ec2::254]",
    "[ff02::1]",
  ];
  test.each(spellings)("%s is refused over http and https", async (spelling) => {
    for (const protocol of ["http", "https"]) {
      await expect(get(`${protocol}://${spelling}:${portOf(trap)}/latest/meta-data`)).rejects.toMatchObject({
        reason: "refused",
      });
    }
    expect(connections).toBe(0);
  });

  test("a name with one private address among public ones is refused", async () => {
    names.set("mixed.example", [["93.184.215.14", "127.0.0.1"]]);
    await expect(get(`https://mixed.example:${portOf(trap)}/`)).rejects.toMatchObject({ reason: "refused" });
    expect(connections).toBe(0);
  });

  test("the address that was checked is the address that is used", async () => {
    names.set("far.example", [["127.0.0.9"], ["127.0.0.1"]]);
    await expect(get(`http://far.example:${portOf(trap)}/`)).rejects.toMatchObject({ reason: "unreachable" });
    await expect(get(`http://far.example:${portOf(trap)}/`)).rejects.toMatchObject({ reason: "refused" });
    expect(connections).toBe(0);
  });
});

test.each([
  "ftp://127.0.0.1/x",
  "file:///etc/passwd",
  "data:image/png;base64,AAAA",
  "gopher://127.0.0.1:1/_",
  "javascript:alert(1)",
  "//127.0.0.1/x",
  "https://",
  "https://user@example.com/",
  "https://user:secret@example.com/",
  "https://example.com@127.0.0.1/",
  "not an address",
  "",
])("%s is no address to fetch from", async (address) => {
  await expect(get(address)).rejects.toMatchObject({ reason: "refused" });
});

test("plain http to a public address is refused, to a host of EGRESS_ALLOW not", async () => {
  await expect(get("http://93.184.215.14/")).rejects.toMatchObject({ reason: "refused" });
  names.set("trusted.example", [["127.0.0.1"]]);
  expect((await get(`http://trusted.example:${portOf(trap)}/`)).text).toBe("you should not be here");
});

test("a fragment stays here and the answer comes as it is", async () => {
  answer = (request, response) => response.writeHead(201, { "x-path": request.url }).end("body");
  const { status, headers, text } = await get(`${hostUrl()}/a?b=c#fragment`);
  expect({ status, path: headers["x-path"], text }).toEqual({ status: 201, path: "/a?b=c", text: "body" });
});

describe("redirects", () => {
  test("lead nowhere but to hosts that may be reached", async () => {
    answer = (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${portOf(trap)}/` }).end();
    await expect(get(hostUrl(), { maxRedirects: 3 })).rejects.toMatchObject({ reason: "refused" });
    await expect(
      get(hostUrl(), { maxRedirects: 3, mayReach: (url) => url.port === String(portOf(host)) }),
    ).rejects.toMatchObject({ reason: "refused" });
    expect(connections).toBe(0);
  });

  test("are followed a few times within the host, then no more", async () => {
    answer = (request, response) => {
      const hops = Number(request.url?.slice(1));
      if (hops === 0) response.end("arrived");
      else response.writeHead(307, { location: `/${hops - 1}` }).end();
    };
    expect((await get(`${hostUrl()}/3`, { maxRedirects: 3 })).text).toBe("arrived");
    await expect(get(`${hostUrl()}/4`, { maxRedirects: 3 })).rejects.toMatchObject({ reason: "refused" });
  });

  test("are the answer where none are wanted", async () => {
    answer = (_request, response) => response.writeHead(302, { location: "/elsewhere" }).end();
    expect((await get(hostUrl())).status).toBe(302);
  });
});

describe("bounds", () => {
  test("an endless answer is left at the cap", async () => {
    answer = (_request, response) => pour(response, Number.POSITIVE_INFINITY);
    await expect(get(hostUrl(), { maxBytes: 100_000 })).rejects.toMatchObject({ reason: "too_large" });
  });

  test("an announced size above the cap is not waited for", async () => {
    answer = (_request, response) => response.writeHead(200, { "content-length": "100001" }).flushHeaders();
    await expect(get(hostUrl(), { maxBytes: 100_000 })).rejects.toMatchObject({ reason: "too_large" });
  });

  test("an answer shorter than announced is no answer", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "content-length": "5000" });
      response.write("short", () => response.destroy());
    };
    await expect(get(hostUrl())).rejects.toMatchObject({ reason: "unreachable" });
  });

  test("an answer longer than announced is cut where it was said to end", async () => {
    answer = (_request, response) => {
      response.socket?.end("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbodyEXTRA");
    };
    const read = await get(hostUrl()).catch((error: unknown) => error);
    if (read instanceof Error) expect(read).toMatchObject({ reason: "unreachable" });
    else expect(read).toMatchObject({ text: "body" });
  });

  test("a drip is ended by the total deadline, silence by the idle one", async () => {
    answer = (_request, response) => {
      const timer = setInterval(() => response.write("x"), 50);
      response.on("close", () => clearInterval(timer));
    };
    await expect(get(hostUrl(), { totalMs: 700 })).rejects.toMatchObject({ reason: "timeout" });
    answer = (_request, response) => void response.writeHead(200).write("once");
    await expect(get(hostUrl(), { idleMs: 500 })).rejects.toMatchObject({ reason: "timeout" });
    answer = () => undefined;
    await expect(get(hostUrl(), { idleMs: 500 })).rejects.toMatchObject({ reason: "timeout" });
  });

  test("nothing is decompressed", async () => {
    const packed = gzipSync(Buffer.alloc(20_000_000));
    answer = (request, response) => {
      expect(request.headers["accept-encoding"]).toBe("identity");
      response.writeHead(200, { "content-encoding": "gzip" }).end(packed);
    };
    expect((await get(hostUrl(), { maxBytes: 100_000 })).size).toBe(packed.length);
  });

  test("one host is asked by eight connections at most", async () => {
    let current = 0;
    let highest = 0;
    answer = (_request, response) => {
      highest = Math.max(highest, ++current);
      setTimeout(() => {
        current--;
        response.end("done");
      }, 20);
    };
    await Promise.all(Array.from({ length: 40 }, () => get(hostUrl())));
    expect(highest).toBeLessThanOrEqual(8);
  });

  test("memory stays flat under endless answers", async () => {
    answer = (_request, response) => pour(response, Number.POSITIVE_INFINITY);
    const drain = async () => {
      const { fetchOutside } = await import("./fetch.ts");
      const { body } = await fetchOutside(hostUrl(), { mayReach: () => true, maxBytes: 25 * 1024 * 1024 });
      for await (const _chunk of body);
    };
    await expect(drain()).rejects.toMatchObject({ reason: "too_large" });
    const before = memoryHeld();
    for (let i = 0; i < 6; i++) await expect(drain()).rejects.toMatchObject({ reason: "too_large" });
    expect(memoryHeld() - before).toBeLessThan(100 * 1024 * 1024);
  });
});

type GetOptions = Partial<import("./fetch.ts").EgressOptions>;

async function get(address: string, options: GetOptions = {}) {
  const { fetchOutside } = await import("./fetch.ts");
  const { status, headers, body } = await fetchOutside(address, {
    mayReach: () => true,
    maxBytes: 1_000_000,
    totalMs: 5_000,
    ...options,
  });
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  return { status, headers, size: bytes.length, text: bytes.toString() };
}

function pour(response: Parameters<RequestListener>[1], bytes: number) {
  const chunk = Buffer.alloc(64 * 1024, 1);
  let left = bytes;
  const write = () => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) return response.once("drain", write);
    }
    return response.end();
  };
  write();
}

function listen(server: Server) {
  return new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
}

function portOf(server: Server) {
  return (server.address() as AddressInfo).port;
}

function hostUrl() {
  return `http://127.0.0.1:${portOf(host)}`;
}
