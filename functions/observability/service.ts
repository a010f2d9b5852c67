/** How logs and metrics call the whole of the functions. */
export const serviceName = 'ironclaw-learning';

/** On one machine people read what the functions print, and nobody collects metrics. */
export const isOnLambda = process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined;
