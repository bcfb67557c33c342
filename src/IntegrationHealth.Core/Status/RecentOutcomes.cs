using System.Numerics;
using IntegrationHealth.Checks;

namespace IntegrationHealth.Status;

/// <summary>The last 32 conclusive outcomes in one word: two bits each, newest lowest, zero for none.</summary>
/// <param name="Bits">The packed word, as it is stored.</param>
public readonly record struct RecentOutcomes(ulong Bits)
{
    /// <summary>How many outcomes it can hold.</summary>
    public const int Capacity = 32;

    /// <summary>How many outcomes it holds.</summary>
    public int Count => (64 - BitOperations.LeadingZeroCount(Bits) + 1) / 2;

    /// <summary>The outcome <paramref name="age"/> checks ago, 0 being the newest; Inconclusive where there is none.</summary>
    public CheckOutcome this[int age] => (CheckOutcome)((Bits >> (age * 2)) & 3);

    /// <summary>With one more outcome; the oldest falls out. An inconclusive one changes nothing.</summary>
    public RecentOutcomes Add(CheckOutcome outcome) =>
        outcome == CheckOutcome.Inconclusive ? this : new RecentOutcomes((Bits << 2) | (ulong)outcome);
}
