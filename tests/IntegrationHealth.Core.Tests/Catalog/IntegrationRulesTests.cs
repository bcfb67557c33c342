using IntegrationHealth.Catalog;
using IntegrationHealth.Tests.Flow;

namespace IntegrationHealth.Tests.Catalog;

public sealed class IntegrationRulesTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("health")]
    [InlineData("Metrics")]
    public void Check_IdThatNoRouteCanName_IsRefused(string id) =>
        IntegrationRules.Check(FlowHost.Scripted(id) with { Name = "One" }).Should().ContainSingle()
            .Which.Should().Match<IntegrationValidationError>(error => error.Field == "id" && error.Message.Contains($"'{id}'"));

    [Theory]
    [InlineData("...")]
    [InlineData("a.b_c:d-1")]
    [InlineData("health-check")]
    public void Check_IdThatRoutesCanName_IsAllowed(string id) => IntegrationRules.Check(FlowHost.Scripted(id)).Should().BeEmpty();
}
