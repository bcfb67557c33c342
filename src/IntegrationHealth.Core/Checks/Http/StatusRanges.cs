using System.Globalization;

namespace IntegrationHealth.Checks.Http;

/// <summary>A set of HTTP status codes, written as <c>200,204,300-399</c>.</summary>
internal sealed class StatusRanges
{
    private const int Lowest = 100;
    private const int Highest = 599;

    private readonly bool[] _expected = new bool[Highest + 1];

    private StatusRanges()
    {
    }

    /// <summary>True when <paramref name="status"/> is in the set.</summary>
    public bool Contains(int status) => (uint)status <= Highest && _expected[status];

    /// <summary>Reads the text form; null when it is not one.</summary>
    public static StatusRanges? TryParse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;

        var ranges = new StatusRanges();
        foreach (var part in text.Split(','))
        {
            var bounds = part.Split('-');
            if (bounds.Length > 2 || !TryCode(bounds[0], out var first) || !TryCode(bounds[^1], out var last) || last < first)
                return null;
            ranges._expected.AsSpan(first, last - first + 1).Fill(true);
        }

        return ranges;
    }

    private static bool TryCode(string text, out int code) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out code) && code is >= Lowest and <= Highest;
}
