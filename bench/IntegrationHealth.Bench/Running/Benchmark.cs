namespace IntegrationHealth.Bench.Running;

/// <summary>A benchmark of the command line.</summary>
/// <param name="Name">What it is called by.</param>
/// <param name="Measures">What it measures, in a line.</param>
/// <param name="RunAsync">Runs it: at its usual length, in under five minutes on an idle machine where it can, or in full.</param>
internal sealed record Benchmark(string Name, string Measures, Func<bool, Task<BenchReport>> RunAsync);
