/*
 * Takes the place of the SDK's providers for a developer's machine, EC2 and containers. Lambda puts the role's
 * credentials into the environment, where the SDK looks first: it comes here only where they are missing.
 */
throw new Error(
  'there are no AWS credentials in the environment; on Lambda the role of the function brings them, elsewhere set ' +
    'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and leave AWS_PROFILE out.',
);
