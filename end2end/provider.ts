import { randomBytes } from "node:crypto";
import type { Server } from "node:http";

import Provider from "oidc-provider";

/** A provider of single sign-on that runs, and what an installation needs to know of it. */
export type RunningProvider = { issuer: string; clientId: string; clientSecret: string; stop: () => Promise<void> };

/**
 * Starts a provider that lets everybody in by the e-mail address they type, with any password. It vouches for every
 * address but those that begin with `unverified`.
 *
 * Its name is `localhost` and the site's is `127.0.0.1`: to a browser they are two sites, as in earnest.
 */
export async function startProvider(port: number, site: string): Promise<RunningProvider> {
  const issuer = `http://localhost:${port}`;
  const [clientId, clientSecret] = ["tetsuzuki", randomBytes(32).toString("hex")];
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${site}/staff/login/return`],
        response_types: ["code"],
        grant_types: ["authorization_code"],
      },
    ],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    cookies: { keys: [randomBytes(32).toString("hex")] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: true }, rpInitiatedLogout: { enabled: true } },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id, email_verified: !id.startsWith("unverified") }),
    }),
  });
  const server = await new Promise<Server>((resolve) => {
    const server = provider.listen(port, "127.0.0.1", () => resolve(server));
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { issuer, clientId, clientSecret, stop };
}
