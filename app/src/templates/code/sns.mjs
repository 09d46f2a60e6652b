// Notifications: the message is text, and whoever sent it decides what is in it.
export const handler = async (event) => {
  for (const { Sns } of event.Records) {
    console.log(Sns.Timestamp, Sns.Subject ?? "(no subject)", Sns.Message);
  }
  return { read: event.Records.length };
};
