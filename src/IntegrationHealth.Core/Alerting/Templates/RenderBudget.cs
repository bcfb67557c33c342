using Fluid;
using Fluid.Values;

namespace IntegrationHealth.Alerting.Templates;

/// <summary>
/// What one rendering may still cost. It is counted in the characters that filters go through and not in time: what a preview shows comes out of a busy
/// host, too. Spent whole it is some tens of milliseconds.
/// </summary>
internal sealed class RenderBudget(CancellationToken cancellationToken)
{
    /// <summary>Filters that may be used; a statement may chain thousands of them, and is one step.</summary>
    private const int MostFilters = 10_000;

    /// <summary>50 alerts with 30 values of 500 characters, each through a filter, take a fifth.</summary>
    private const int MostCharacters = 4_000_000;

    /// <summary>What anything costs that is no text.</summary>
    private const int Other = 16;

    private const string Name = "budget";

    private int _filters;
    private int _spent;

    /// <summary>The budget of a rendering.</summary>
    public static RenderBudget Of(TemplateContext context) => (RenderBudget)context.AmbientValues[Name];

    /// <summary>Makes it the budget of a rendering.</summary>
    public void Limit(TemplateContext context) => context.AmbientValues[Name] = this;

    /// <exception cref="TemplateLimitException">There is nothing left.</exception>
    /// <exception cref="OperationCanceledException">The attempt is over.</exception>
    public void SpendOnFilter(FluidValue input, FilterArguments arguments)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (++_filters > MostFilters)
            throw new TemplateLimitException($"it uses more than {MostFilters} filters");
        _spent += SizeOf(input);
        for (var index = 0; index < arguments.Count; index++)
            _spent += SizeOf(arguments.At(index));
        if (_spent > MostCharacters)
            throw new TemplateLimitException($"its filters go through more than {MostCharacters} characters");
    }

    /// <summary>A list costs what is in it: filters sort it, join it, or go through its members.</summary>
    private static int SizeOf(FluidValue value) => value switch
    {
        StringValue text => text.ToStringValue().Length,
        ArrayValue list => list.Values.Sum(item => item is StringValue text ? text.ToStringValue().Length : Other),
        _ => Other,
    };
}
