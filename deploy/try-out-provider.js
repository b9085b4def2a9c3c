// An OpenID provider for trying out, on a machine where nobody else is: it signs a token for each of SUBJECTS to
// whoever asks. Its keys are new with every start.
//
//   curl -d grant_type=client_credentials -d resource=urn:hamkke -d client_id=case-manager \
//     -d client_secret=try-out http://127.0.0.1:8080/token

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { Provider } from 'oidc-provider';

const port = Number(process.env.PORT ?? 8080);
const issuer = `http://127.0.0.1:${port}`;
const { privateKey } = await generateKeyPair('ES256', { extractable: true });

const provider = new Provider(issuer, {
  clients: (process.env.SUBJECTS ?? '').split(',').map((subject) => ({
    client_id: subject,
    client_secret: 'try-out',
    grant_types: ['client_credentials'],
    response_types: [],
    redirect_uris: [],
    id_token_signed_response_alg: 'ES256',
    token_endpoint_auth_method: 'client_secret_post',
  })),
  jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: randomUUID(), use: 'sig' }] },
  cookies: { keys: [randomUUID()] },
  ttl: { ClientCredentials: 3600 },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({
        scope: '',
        audience: 'hamkke',
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});

// In a container its port is let out by the compose file, to this machine alone.
const server = createServer(provider.callback()).listen(port, process.env.HOST ?? '0.0.0.0', () =>
  console.log(`Tokens are to be had at ${issuer}/token`),
);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close(() => process.exit(0)));
