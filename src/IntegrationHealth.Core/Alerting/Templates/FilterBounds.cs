using System.Text.RegularExpressions;
using Fluid;
using Fluid.Values;

namespace IntegrationHealth.Alerting.Templates;

/// <summary>Refuses a filter that would make a huge text before it makes it: measured afterwards, it would have taken the memory already. Pure.</summary>
internal static partial class FilterBounds
{
    /// <summary>Filters whose format may ask for so many digits or blanks.</summary>
    private static readonly HashSet<string> Formatting = new(StringComparer.Ordinal) { "date", "format_date", "format_number", "format_string" };

    private static readonly HashSet<string> Replacing = new(StringComparer.Ordinal) { "replace", "replace_first", "replace_last" };

    /// <exception cref="TemplateLimitException">It would make too much.</exception>
    public static void Check(string filter, FluidValue input, FilterArguments arguments, int longest)
    {
        if (Formatting.Contains(filter))
            CheckFormat(filter, input, arguments);
        else if (Replacing.Contains(filter))
            CheckReplacement(filter, input.ToStringValue(), arguments.At(0).ToStringValue(), arguments.At(1).ToStringValue(), longest);
    }

    private static void CheckFormat(string filter, FluidValue input, FilterArguments arguments)
    {
        // The input of format_string is a format itself.
        var formats = arguments.Values.Select(value => value.ToStringValue()).Append(filter == "format_string" ? input.ToStringValue() : "");
        if (formats.Any(format => LongNumber().IsMatch(format)))
            throw new TemplateLimitException($"the filter '{filter}' takes no number of more than three digits in a format");
    }

    private static void CheckReplacement(string filter, string input, string search, string replacement, int longest)
    {
        if (search.Length > 0 && input.Length + ((long)input.AsSpan().Count(search) * replacement.Length) > longest)
            throw new TemplateLimitException($"the filter '{filter}' would make a text of more than {longest} characters");
    }

    [GeneratedRegex("[0-9]{4}", RegexOptions.CultureInvariant)]
    private static partial Regex LongNumber();
}
