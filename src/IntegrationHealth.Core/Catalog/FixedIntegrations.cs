using IntegrationHealth.DependencyInjection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace IntegrationHealth.Catalog;

/// <summary>An integration that the host's code names.</summary>
internal sealed record CodeIntegration(Integration Integration);

/// <summary>The integrations fixed in code and configuration; whatever is wrong with any of them stops the start, all in one message, and so do credentials.</summary>
internal sealed class FixedIntegrations(
    IEnumerable<CodeIntegration> code, IntegrationCompiler compiler, ConfiguredCredentials credentials, IConfiguration? configuration = null)
{
    /// <exception cref="OptionsValidationException">At least one value is not allowed.</exception>
    public IReadOnlyList<Integration> Read()
    {
        var failures = new List<string>();
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var integrations = new List<Integration>();
        foreach (var (integration, place, errors) in FromCode().Concat(FromConfiguration()))
        {
            Compile(integration, errors);
            failures.AddRange(errors.Select(error => $"{KeyOf(place, error.Field)}: {error.Message}"));
            if (!string.IsNullOrEmpty(integration.Id) && !found.TryAdd(integration.Id, place))
                failures.Add($"{KeyOf(place, "id")}: id '{integration.Id}' is taken by {found[integration.Id]}; each id must be unique.");
            integrations.Add(integration);
        }

        failures.AddRange(credentials.Faults());
        return failures.Count == 0
            ? integrations
            : throw new OptionsValidationException(IntegrationHealthOptions.SectionName, typeof(IntegrationHealthOptions), failures);
    }

    /// <summary>Adds what else is wrong; of a field that could not even be read, once is enough.</summary>
    private void Compile(Integration integration, List<IntegrationValidationError> errors)
    {
        var more = new List<IntegrationValidationError>();
        compiler.Compile(integration, null, more);
        errors.AddRange(more.Where(error => !errors.Exists(known => known.Field.Equals(error.Field, StringComparison.OrdinalIgnoreCase))).ToArray());
    }

    private IEnumerable<(Integration, string Place, List<IntegrationValidationError>)> FromCode() =>
        code.Select(item => (item.Integration with { Origin = IntegrationOrigin.Code }, $"code integration '{item.Integration.Id}'",
            new List<IntegrationValidationError>()));

    private IEnumerable<(Integration, string Place, List<IntegrationValidationError>)> FromConfiguration()
    {
        foreach (var section in configuration?.GetSection("IntegrationHealth:Integrations").GetChildren() ?? [])
        {
            var errors = new List<IntegrationValidationError>();
            yield return (ConfiguredIntegration.Read(section, errors), section.Path, errors);
        }
    }

    /// <summary>A configuration key, written as it is in configuration; a field of a code integration.</summary>
    private static string KeyOf(string place, string field) => place.StartsWith("code ", StringComparison.Ordinal)
        ? $"{place}, {field}"
        : field.Length == 0 ? place
        : $"{place}:{string.Join(':', field.Split('.', StringSplitOptions.RemoveEmptyEntries).Select(part => char.ToUpperInvariant(part[0]) + part[1..]))}";
}
