def handler(event:, context:)
  event["shapes"].map do |shape|
    case shape.transform_keys(&:to_sym)
    in { type: "circle", r: Numeric => r } then (Math::PI * r**2).round(3)
    in { type: "rect", w: Numeric => w, h: Numeric => h } if w == h then "square #{w}"
    in { type: "rect", w:, h: } then w * h
    in { type: String => type } then "no #{type}"
    end
  end
end
