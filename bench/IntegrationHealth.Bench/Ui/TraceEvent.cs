using System.Text.Json;

namespace IntegrationHealth.Bench.Ui;

/// <summary>One entry of a trace.</summary>
/// <param name="Name">What happened.</param>
/// <param name="Thread">Process and thread.</param>
/// <param name="At">Milliseconds since some moment that all of a trace have in common.</param>
/// <param name="Length">Milliseconds; 0 of a moment.</param>
/// <param name="Data">What else it says; null when nothing.</param>
internal sealed record TraceEvent(string Name, (long Process, long Thread) Thread, double At, double Length, JsonElement? Data);
