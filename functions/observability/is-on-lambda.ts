/** On one machine people read what the functions print, and nobody collects metrics. */
export const isOnLambda = process.env.AWS_LAMBDA_FUNCTION_NAME !== undefined;
