using System.Globalization;

namespace IntegrationHealth.Bench.Targets;

/// <summary>What every contestant is asked to do: 1,000 checks a second, each target at an address of its own.</summary>
internal static class TargetsTask
{
    public const int Count = 5_000;
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(20);
    public static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    /// <summary>Two bounds for what began in time.</summary>
    public static readonly TimeSpan Prompt = TimeSpan.FromMilliseconds(20);
    public static readonly TimeSpan InTime = TimeSpan.FromSeconds(1);

    /// <summary>Checks that are due while it is measured.</summary>
    public static double Asked => Count * (Measured / Interval);

    public static IEnumerable<string> AddressesAt(string url) => Enumerable.Range(0, Count).Select(target => string.Create(CultureInfo.InvariantCulture, $"{url}/{target:D4}"));
}
