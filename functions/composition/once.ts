/** Builds a value at its first use and keeps it for the life of the process, as Lambda keeps it between calls. */
export function once<Value>(build: () => Value): () => Value {
  let built: { readonly value: Value } | undefined;
  return () => {
    built ??= { value: build() };
    return built.value;
  };
}
