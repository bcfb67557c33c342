using IntegrationHealth.Checks.Outbound;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.DependencyInjection;

/// <summary>Everything that is wrong with the options, in one answer: unreadable text, values out of range, values that do not go together.</summary>
internal sealed class OptionsValidator : IValidateOptions<IntegrationHealthOptions>
{
    /// <summary>Time a result needs from the end of its check to its commit.</summary>
    private static readonly TimeSpan CommitTime = TimeSpan.FromSeconds(2);

    public ValidateOptionsResult Validate(string? name, IntegrationHealthOptions options)
    {
        var faults = new List<string>(options.ReadFaults);
        foreach (var key in OptionKeys.All)
        {
            if (key.Fault(options) is { } value)
                faults.Add(key.Refusal(IntegrationHealthOptions.SectionName, value));
        }

        faults.AddRange(AllowedNetworks.Validate(options.Outbound));
        faults.AddRange(ProviderOptionsReader.Faults(options));
        faults.AddRange(TokenDestination.Validate(options.Outbound));
        if (options.Checks.EffectiveLease < options.Checks.Timeout + CommitTime)
        {
            faults.Add(FormattableString.Invariant(
                $"{IntegrationHealthOptions.SectionName}:Checks:Lease: '{options.Checks.Lease:c}' is too short for a timeout of {options.Checks.Timeout:c}; it must be at least {CommitTime.TotalSeconds:0} s longer, or a check could outlive its claim."));
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
