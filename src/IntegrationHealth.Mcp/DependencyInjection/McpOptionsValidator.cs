using Microsoft.Extensions.Options;

namespace IntegrationHealth.Mcp.DependencyInjection;

internal sealed class McpOptionsValidator : IValidateOptions<McpOptions>
{
    public ValidateOptionsResult Validate(string? name, McpOptions options) => options.MaxProcesses is >= 1 and <= 256
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"{nameof(McpOptions)}.{nameof(McpOptions.MaxProcesses)} is {options.MaxProcesses}; allowed is 1 to 256.");
}
