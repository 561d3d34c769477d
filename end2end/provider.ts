import { randomBytes } from "node:crypto";
import type { Server } from "node:http";

import Provider from "oidc-provider";

/** A running single sign-on provider, and what an installation needs to know about it. */
export type RunningProvider = { issuer: string; clientId: string; clientSecret: string; stop: () => Promise<void> };

/**
 * Starts a provider that accepts any e-mail address with any password. It marks every address as verified, except
 * those that begin with `unverified`.
 *
 * Its name is `localhost` and the site's is `127.0.0.1`: a browser treats them as two sites, as in production.
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
