using Microsoft.Extensions.Options;

namespace IntegrationHealth.Email.DependencyInjection;

/// <summary>Judges what the host's code made of the mail server.</summary>
internal sealed class EmailOptionsValidator : IValidateOptions<EmailServerOptions>
{
    public ValidateOptionsResult Validate(string? name, EmailServerOptions options)
    {
        string[] faults = [.. EmailOptionKeys.All.Select(key => key.Fault(options) is { } value ? key.Refusal(EmailServerOptions.SectionName, value) : null).OfType<string>()];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
