using System.Text.Json.Serialization.Metadata;
using IntegrationHealth.Catalog;
using IntegrationHealth.Checks.Http;
using IntegrationHealth.Checks.Vendors;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationHealth.Checks.Presets;

/// <summary>One provider as data: what to ask, what to show, and its vendor's errors.</summary>
internal sealed record Preset
{
    /// <summary>Name as integrations give it.</summary>
    public required string Name { get; init; }

    /// <summary>The vendor's errors.</summary>
    public required VendorApi Api { get; init; }

    /// <summary>The vendor's scopes in words.</summary>
    public required ScopeTable Scopes { get; init; }

    public required JsonTypeInfo SettingsType { get; init; }

    /// <summary>What to ask, by the settings and the kind of token.</summary>
    public required Func<ApiSettings, Credential?, VendorRequest> Request { get; init; }

    /// <summary>Places in the answer that are worth showing.</summary>
    public required IReadOnlyList<string> Shown { get; init; }

    /// <summary>Places of the account in the answer that names it: any of them may be the expected one, the first is shown.</summary>
    public required IReadOnlyList<string> Account { get; init; }

    /// <summary>A second request, made only where an account is expected and the answer to the first names none; null where it names one.</summary>
    public Func<ApiSettings, VendorRequest?>? AccountRequest { get; init; }

    /// <summary>Response header that lists the granted scopes; null where there is none.</summary>
    public string? ScopeHeader { get; init; }

    /// <summary>
    /// True of tokens that have permissions in place of scopes, so that an empty list of scopes says nothing of them; null where there are none.
    /// </summary>
    public Func<Credential?, bool>? HasPermissions { get; init; }

    /// <summary>Response header with the end of the token; null where there is none.</summary>
    public string? ExpiryHeader { get; init; }

    /// <summary>True where a request that names the last answer's <c>ETag</c> costs no quota.</summary>
    public bool IsConditional { get; init; }

    /// <summary>Rules of the settings beyond those that all share.</summary>
    public Func<ApiSettings, IEnumerable<IntegrationValidationError>>? Validate { get; init; }

    /// <summary>What a success may still say against the settings; null when nothing.</summary>
    public Func<ApiSettings, VendorAnswer, CheckFailure?>? Review { get; init; }

    /// <summary>True where each integration has a host name of its own, so that the address in the settings passes the outbound guard.</summary>
    public bool HostIsTyped { get; init; }

    public int MaxChecksPerSecond { get; init; } = 20;

    public ProviderDefinition Definition => field ??= new ProviderDefinition
    {
        Name = Name,
        DisplayName = Api.Name,
        SettingsType = SettingsType,
        CreateChecker = services => new PresetChecker(this, services.GetRequiredService<VendorClient>()),
        Validate = settings => ValidateAll((ApiSettings)settings),
        FarEnd = settings => HttpPlan.TargetOf(
            (Request((ApiSettings)settings, null) with { BaseAddress = ((ApiSettings)settings).BaseAddress }).EffectiveUri),
        MayBlock = false,
        SharesOneVendor = true,
        UsesCredential = true,
        MaxConcurrency = 32,
        MaxChecksPerSecond = MaxChecksPerSecond,
    };

    private IEnumerable<IntegrationValidationError> ValidateAll(ApiSettings settings) =>
        VendorSettingsRules.Text("account", settings.Account, "the account as the provider names it")
            .Concat(VendorSettingsRules.Scopes(settings.RequiredScopes))
            .Concat(VendorSettingsRules.Address(settings.BaseAddress))
            .Concat(Validate?.Invoke(settings) ?? []);
}
