import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';

/**
 * Signs webhooks by the Standard Webhooks convention. Each one's secret follows from the key and its id, so that none is
 * kept in the database or in a backup of it; another key makes every secret another.
 */
export class WebhookKey {
  /** @param strict whether only public https addresses are called, as in production */
  constructor(
    private readonly key: string | null,
    readonly strict: boolean,
  ) {}

  /** Whether webhooks can be registered and delivered at all. */
  get given() {
    return this.key !== null;
  }

  secretOf(webhookId: string): string {
    if (this.key === null) throw new Error('Without a key there are no secrets');
    return `whsec_${createHmac('sha256', this.key).update(`webhook/${webhookId}`).digest('base64')}`;
  }

  /** The headers that a message leaves with. */
  headersOf(webhookId: string, messageId: string, body: string, now = new Date()): Record<string, string> {
    return {
      'webhook-id': messageId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': new Webhook(this.secretOf(webhookId)).sign(messageId, now, body),
    };
  }
}
