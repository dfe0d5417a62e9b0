import type { Route } from "./control.ts";
import { ERRORS } from "./errors.ts";
import { planFrom } from "./faults.ts";

/** Planned faults of the API and of media. */
export const faultRoutes: Route[] = [
  [
    "GET",
    "/errors",
    () =>
      Object.fromEntries(
        Object.entries(ERRORS).map(([name, [status, type, code, subcode, message]]) => [
          name,
          { status, type, code, subcode, message },
        ]),
      ),
  ],
  ["GET", "/faults", ({ world }) => world.state.faults],
  [
    "POST",
    "/faults",
    ({ world }, { body }) => {
      const plan = planFrom(world, body);
      world.state.faults.push(plan);
      world.changed();
      return plan;
    },
  ],
  [
    "DELETE",
    "/faults",
    ({ world }) => {
      world.state.faults = [];
      world.changed();
    },
  ],
  [
    "DELETE",
    "/faults/{fault}",
    ({ world }, { params }) => {
      world.state.faults = world.state.faults.filter((one) => one.id !== params.fault);
      world.changed();
    },
  ],
];
