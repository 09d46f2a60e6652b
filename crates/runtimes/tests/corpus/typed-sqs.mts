// A batch handler with types of its own, overloads and type guards.
interface SQSRecord { messageId: string; body: string }
interface SQSEvent { Records: SQSRecord[] }
interface SQSBatchResponse { batchItemFailures: { itemIdentifier: string }[] }
type Job = { type: 'mail'; to: string } | { type: 'sms'; phone: string };
const isJob = (value: unknown): value is Job => typeof value === 'object' && value !== null && 'type' in value;
function label(job: Extract<Job, { type: 'mail' }>): string;
function label(job: Job): string;
function label(job: Job): string {
  return job.type === 'mail' ? job.to : job.phone;
}
export const handler = async (event: SQSEvent): Promise<SQSBatchResponse> => {
  const failures = event.Records.filter(({ body }): boolean => {
    const job: unknown = JSON.parse(body);
    if (!isJob(job)) return true;
    console.log(label(job));
    return false;
  });
  return { batchItemFailures: failures.map((record) => ({ itemIdentifier: record!.messageId })) };
};
