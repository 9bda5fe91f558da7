// An order that must be done once: the same key goes with the same body however often it must be sent, until an answer came.
import { ApiError, call, newKey } from './client';

const kTries = [700, 2000, 5000];  // ms before the next try when the answer was lost

/** Whether the platform may have done it all the same: no answer, or one of a proxy, or of a platform that could not say. */
export const isLost = (error: unknown) => error instanceof ApiError && (error.status === 0 || error.status >= 500);

/** Remembers the key of the order on its way, so that pressing again after a lost answer is the same order. */
export class Orders {
  private path = '';
  private body = '';
  private key = '';

  async send<T>(path: string, content: unknown, onLost: () => void): Promise<T> {
    const body = JSON.stringify(content);
    if (this.path !== path || this.body !== body) [this.path, this.body, this.key] = [path, body, newKey()];
    for (let attempt = 0; ; ++attempt) {
      try {
        const answer = await call<T>(path, { method: 'POST', body, headers: { 'Idempotency-Key': this.key } });
        this.body = '';
        return answer;
      } catch (error) {
        if (!isLost(error)) this.body = '';
        const wait = isLost(error) ? kTries[attempt] : undefined;
        if (wait === undefined) throw error;
        onLost();
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }
}
