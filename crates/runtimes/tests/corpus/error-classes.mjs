// An error with a cause and fields of its own leaves the function.
export class PaymentError extends Error {
  name = 'PaymentError';
  constructor(message, { code, retryable, ...options }) {
    super(message, options);
    Object.assign(this, { code, retryable });
  }
}
const charge = async (card) => {
  try {
    JSON.parse(card);
  } catch (cause) {
    throw new PaymentError('card was declined', { code: 'E_CARD', retryable: false, cause });
  }
};
export const handler = async ({ card }) => {
  await charge(card).catch((error) => {
    console.error(error.name, error.code, error.cause.name, error instanceof PaymentError);
    throw error;
  });
};
