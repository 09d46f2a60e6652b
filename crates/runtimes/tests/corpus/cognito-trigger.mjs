// A trigger gives its event back, changed.
export const handler = async (event) => {
  const { email } = event.request.userAttributes;
  if (!/^[^@\s]+@example\.com$/.test(email)) throw new Error(`${email} may not sign up`);
  event.response.autoConfirmUser = true;
  console.log(event.triggerSource, event.userName);
  return event;
};
