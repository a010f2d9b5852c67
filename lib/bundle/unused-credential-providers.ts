/*
 * Replaces the SDK's credential providers for developer machines, EC2 and containers. Lambda puts the role's credentials
 * into the environment, where the SDK looks first, so the SDK loads this module only if they are missing.
 */
throw new Error(
  "there are no AWS credentials in the environment; on Lambda the function's role provides them, elsewhere set " +
    'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and unset AWS_PROFILE.',
);
