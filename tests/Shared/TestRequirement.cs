namespace IntegrationHealth.Testing;

/// <summary>A real part that a test needs: missing, it skips the test at a desk and fails it in CI.</summary>
internal static class TestRequirement
{
    private static bool IsCI => "true".Equals(Environment.GetEnvironmentVariable("CI"), StringComparison.OrdinalIgnoreCase);

    /// <summary>Ends the test: skipped with the reason, or failed where CI=true.</summary>
    public static void Missing(string reason)
    {
        if (IsCI)
            Assert.Fail($"{reason} With CI=true a missing part is a failure.");
        Assert.Skip(reason);
    }
}
