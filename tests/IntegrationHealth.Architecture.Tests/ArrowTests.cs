using System.Text.RegularExpressions;

namespace IntegrationHealth.Tests;

/// <summary>The flow goes one way: a stage may know what the stages before it made, and nothing of those after it.</summary>
public sealed partial class ArrowTests
{
    private const string Core = "src/IntegrationHealth.Core";

    [Theory]
    [InlineData("Checks", "Writing", "History", "Incidents", "Realtime", "Reading", "Alerting")]
    [InlineData("Status", "Catalog", "Writing", "History", "Incidents", "Realtime", "Reading", "Alerting", "DependencyInjection", "Diagnostics")]
    [InlineData("Incidents", "Catalog", "Writing", "Realtime", "Reading", "Alerting", "DependencyInjection", "Diagnostics")]
    [InlineData("Scheduling", "History", "Incidents", "Realtime", "Reading", "Alerting")]
    [InlineData("History", "Catalog", "Writing", "Realtime", "Reading", "Alerting")]
    [InlineData("Writing", "Checks.Http", "Checks.Google", "Checks.Slack")]
    [InlineData("Realtime", "Scheduling", "Writing", "History", "Incidents", "Reading")]
    [InlineData("Reading", "Writing")]
    [InlineData("Catalog", "History", "Incidents", "Alerting", "Checks.Http", "Checks.Google", "Checks.Slack")]
    [InlineData("Checks/Google", "Checks.Slack")]
    [InlineData("Checks/Slack", "Checks.Google")]
    [InlineData("Checks/Http", "Checks.Google", "Checks.Slack", "Checks.Vendors")]
    [InlineData("Checks/Outbound", "Checks.Google", "Checks.Slack", "Checks.Vendors")]
    public void Folder_OfTheFlow_DoesNotKnowWhatComesAfterIt(string folder, params string[] forbidden) =>
        ArrowsFrom(Repository.Sources($"{Core}/{folder}"), forbidden).Should().BeEmpty();

    /// <summary>And the report on the system, which tells an operator that nothing outlives the host.</summary>
    [Fact]
    public void InMemory_OnlyTheDoorKnowsIt() =>
        ArrowsFrom(Repository.Sources(Core).Where(path => !path.StartsWith($"{Core}/InMemory/", StringComparison.Ordinal)
            && !path.StartsWith($"{Core}/DependencyInjection/", StringComparison.Ordinal) && path != $"{Core}/Diagnostics/SystemReader.cs"), "InMemory").Should().BeEmpty();

    [Fact]
    public void Core_KnowsNoWebAndNoDatabase() =>
        Repository.Assemblies.Single(assembly => assembly.GetName().Name == "IntegrationHealth.Core").GetReferencedAssemblies().Select(name => name.Name!)
            .Should().NotContain(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal) || name.StartsWith("IntegrationHealth.", StringComparison.Ordinal)
                || name == "StackExchange.Redis" || name == "Npgsql" || name == "Microsoft.Data.Sqlite");

    private static IEnumerable<string> ArrowsFrom(IEnumerable<string> files, params string[] forbidden) =>
        from file in files
        from Match match in NamespaceUsed().Matches(Repository.Read(file))
        let used = match.Groups[1].Value
        where forbidden.Any(folder => used == folder || used.StartsWith(folder + ".", StringComparison.Ordinal))
        select $"{file} uses {used}";

    /// <summary>In a using directive or written out.</summary>
    [GeneratedRegex(@"\bIntegrationHealth\.([A-Z]\w*(?:\.[A-Z]\w*)*)")]
    private static partial Regex NamespaceUsed();
}
