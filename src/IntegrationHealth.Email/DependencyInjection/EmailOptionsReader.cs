using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Email.DependencyInjection;

/// <summary>Reads <c>IntegrationHealth:Email</c> by its table of keys, without reflection.</summary>
internal sealed class EmailOptionsReader(IConfiguration? configuration = null) : IConfigureOptions<EmailServerOptions>
{
    /// <exception cref="OptionsValidationException">A key is unknown, or its value is not allowed; every one is named.</exception>
    public void Configure(EmailServerOptions options)
    {
        var faults = OptionsSection.Read(configuration?.GetSection(EmailServerOptions.SectionName), EmailOptionKeys.All, options);
        if (faults.Count > 0)
            throw new OptionsValidationException(EmailServerOptions.SectionName, typeof(EmailServerOptions), faults);
    }
}
